"""The audit log: appends on a slow disk by several processes, reading it whole, and the size of a proof."""
