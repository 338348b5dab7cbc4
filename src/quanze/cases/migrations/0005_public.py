from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_rounds")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="checked_on",
            field=models.DateField(null=True, verbose_name="最近检查日期"),
        ),
        migrations.AddField(
            model_name="case",
            name="granted_on",
            field=models.DateField(null=True, verbose_name="列入名单日期"),
        ),
        migrations.AddField(
            model_name="case",
            name="left_on",
            field=models.DateField(null=True, verbose_name="移出名单日期"),
        ),
        migrations.AddField(
            model_name="case",
            name="public_from",
            field=models.DateField(null=True, verbose_name="公示开始日期"),
        ),
        migrations.AddField(
            model_name="case",
            name="public_until",
            field=models.DateField(null=True, verbose_name="公示截止日期"),
        ),
        migrations.AddField(
            model_name="case",
            name="revoke_on",
            field=models.DateField(null=True, verbose_name="建议撤销日期"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("public_until__isnull", False)),
                fields=["agency", "public_until", "id"],
                name="cases_public",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("granted_on__isnull", False)),
                fields=["matter", "-granted_on", "-id"],
                name="cases_granted",
            ),
        ),
    ]
