"""The pages of the public and of the desk, and the settings of the installation."""
