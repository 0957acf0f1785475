"""What merging joins and keeps apart, measured on facts that are copied, said differently and changed (merging 9, 10)."""
