"""Prints epsilon of several Gaussian releases by Google's accountant, for accountant.rs beside it.

    pip install dp-accounting && python reference.py > reference.tsv

Each line: delta, epsilon, and the noise of each release of sensitivity 1. Privacy loss distributions are composed
numerically, by another method than ours, which is exact for Gaussian noise.
"""

from dp_accounting import dp_event
from dp_accounting.pld import PLDAccountant

RELEASES = [
    [1.0],
    [0.7],
    [5.0],
    [10.0, 20.0],
    [9.3, 16.1, 27.9, 10.6],
    [3.0] * 10,
    [12.0] * 12,
]

for delta in (1e-5, 1e-6):
    for sigmas in RELEASES:
        accountant = PLDAccountant(value_discretization_interval=1e-5)
        for sigma in sigmas:
            accountant.compose(dp_event.GaussianDpEvent(sigma))
        print(f"{delta}\t{accountant.get_epsilon(delta):.6f}\t{' '.join(map(str, sigmas))}")
