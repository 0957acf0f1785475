"""The person: NHS number, the region's index, finding one."""
