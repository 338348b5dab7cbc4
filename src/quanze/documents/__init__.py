"""Official documents (公文): one neutral tree, set as Word, PDF and web page in the layout of GB/T 9704."""
