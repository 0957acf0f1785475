"""What one view costs, beside a floor: the same sources asked over raw sockets, with nothing parsed.

Run by `make bench`. Every process apart: twelve sources, the server, the floor, the load. Figures from one run compare
with each other; figures from two machines do not.
"""
