import matplotlib as mpl
import matplotlib.pyplot as plt

from visualcortex import sites
from visualcortex.plotting import colour, figure, styled
from visualcortex.plotting.style import colours


def test_the_style_stays_within_the_figure():
    before = mpl.rcParams["axes.spines.top"]
    drawing, axes = figure(2, 3)
    assert axes.shape == (2, 3) and not axes[0, 0].spines["top"].get_visible()
    assert mpl.rcParams["axes.spines.top"] == before
    plt.close(drawing)


def test_what_is_styled_is_drawn_in_the_style():
    @styled()
    def size():
        return mpl.rcParams["font.size"]

    assert size() == 8


def test_every_site_has_a_colour():
    assert all(colour(name) != "#000000" for name in sites.names())


def test_sites_of_one_family_are_told_apart():
    shades = colours([name for name in sites.names() if name.startswith("AlexNet")])
    assert len(set(shades.values())) == 5
