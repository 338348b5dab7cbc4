"""Official documents (公文): one neutral tree, and what sets it as Word and as PDF in the layout of GB/T 9704."""
