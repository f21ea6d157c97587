"""A hierarchy of template matching and MAX, and view-tuned units at its top that keep to their paperclip.

Two versions of the model are printed, A and B, and are not to be mixed. A is the simple one (Fig. 4): C1 pools all
scales, ten C2 units feed a view-tuned unit. B has many features: C1 pools in bands of scales, of 256 C2 units the 40
most excited feed a view-tuned unit (B40), or all (B256). The authors' released code filters otherwise than the text
says. An approximate maximum is c = Σ s exp(p|s|) / Σ exp(p|s|): p = 0 the mean, p = ∞ MAX (Methods).

The width of the Gaussian of view-tuned units is not stated, nor how a plane of positions becomes one range of
translation. MAX and SUM are not compared in clutter.

Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025.
"""

from visualcortex.papers.published import Published

CITATION = "Riesenhuber & Poggio (1999), Nat. Neurosci. 2, 1019-1025"
DOI = "10.1038/14819"

_PAPER = "Riesenhuber & Poggio (1999)"
_METHODS = f"{_PAPER}, Methods, p. 1024"
_CODE = f"{_PAPER}, the authors' released code and ports of it"
_TEXT = f"{_PAPER}, p. 1022"
_TEXT_B = f"{_PAPER}, p. 1023"
_SILHOUETTES = f"{_PAPER}, Fig. 3b"

# the retina: 160 samples are 5 deg
RETINA_SAMPLES = Published(160, "samples", _METHODS, "printed")
RETINA = Published(5.0, "deg", _METHODS, "printed")
RESOLUTION = Published(32, "samples/deg", _METHODS, "printed")

# S1: |w·I|; w the first derivative of a Gaussian, of zero sum and unit sum of squares; one unit at each sample
ORIENTATIONS = Published((0.0, 45.0, 90.0, 135.0), "deg", _METHODS, "printed")
# standard deviations of the Gaussians, twelve scales
S1_WIDTHS = Published(
    (1.75, 2.25, 2.75, 3.25, 3.75, 4.25, 4.75, 5.25, 5.75, 6.25, 6.75, 7.25), "samples", _METHODS, "printed"
)
# the code: sides of its kernels (the text gives none), second derivatives (y²/s² - 1)/s² exp(-(x² + y²)/2s²) of zero
# mean and unit sum of squares, s this share of the side; a response is over the norm of the image under the kernel
S1_SIZES = Published((7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29), "samples", _CODE, "printed")
S1_WIDTH_PER_SIZE = Published(0.25, "1", _CODE, "printed")

# C1 of A: the side of the square that a unit takes the maximum of; it does so over all scales too
A_C1_WINDOW = Published(8, "samples", _METHODS, "printed")
# C1 of B: the S1 widths of each band, the side of its squares, how far these overlap
C1_BANDS = Published(
    ((1.75, 2.25), (2.75, 3.25, 3.75), (4.25, 4.75, 5.25), (5.75, 6.25, 6.75, 7.25)), "samples", _METHODS, "printed"
)
C1_WINDOWS = Published((4, 6, 9, 12), "samples", _METHODS, "printed")
C1_OVERLAP = Published(0.5, "1", _METHODS, "printed")
# from one square to the next; the text leaves open whether half of 9 is 4 or 5
C1_STEPS = Published((2, 3, 5, 6), "samples", _CODE, "recalled")

# S2: exp(-Σ(c - centre)² / 2 width²) over its C1 afferents
S2_CENTRE = Published(1.0, "1", _METHODS, "printed")
S2_WIDTH = Published(1.0, "1", _METHODS, "printed")
# A: all pairs of orientations at one place; C2 adds the four orientations of C1 themselves
A_S2_FEATURES = Published(6, "1", _METHODS, "printed")
A_C2_FEATURES = Published(10, "1", _METHODS, "printed")
# B: 2 x 2 neighbouring C1 units of any orientation: 4⁴
B_S2_NEIGHBOURS = Published(2, "1", _METHODS, "printed")
B_C2_FEATURES = Published(256, "1", _METHODS, "printed")
# B40: the C2 units most excited by the training view
AFFERENTS = Published(40, "1", _TEXT_B, "printed")

# the protocols: each unit is tuned to one view of a paperclip of its own
UNITS = Published(21, "1", _TEXT, "printed")
DISTRACTORS = Published(60, "1", _TEXT, "printed")
TRAINING_SIZE = Published(2.0, "deg", f"{_PAPER}, Fig. 4", "printed")  # 64 samples
TRAINING_VIEW = Published(90.0, "deg", _METHODS, "printed")
VIEWS = Published(tuple(float(view) for view in range(50, 131, 4)), "deg", _METHODS, "printed")
# steps of half an octave, in the paper's words, and a last one from 128 to 160; the samples in between are digitised
SIZES_IN_SAMPLES = Published((16, 24, 32, 48, 64, 96, 128, 160), "samples", f"{_METHODS}, and Fig. 4a", "digitised")
SIZES = Published(tuple(size / 32 for size in SIZES_IN_SAMPLES.value), "deg", SIZES_IN_SAMPLES.source, "digitised")
# along x and, independently, along y: 112 samples to either side in steps of 16
SHIFTS = Published(tuple(shift / 32 for shift in range(-112, 113, 16)), "deg", _METHODS, "printed")
# lines are white on black, as wide as this at the training size (from, to), wider in proportion to the size
CLIP_SEGMENTS = Published(7, "1", f"{_PAPER}, Figs. 4 and 5", "digitised")
# the larger side of a clip's axis within its picture of 64 samples: the outlines of two printed ones span 43 and 39
CLIP_EXTENT = Published(38, "samples", f"{_PAPER}, Figs. 4 and 5", "digitised")
CLIP_STROKE = Published((3.0, 4.0), "samples", f"{_PAPER}, Figs. 4 and 5", "digitised")
# an image of this side is cut into so many tiles, which are shuffled
SCRAMBLED_SIZE = Published(128, "samples", f"{_PAPER}, Fig. 5", "printed")
TILES = Published((1, 4, 16, 64, 256), "1", f"{_PAPER}, Fig. 5", "printed")

# ranges over which the response exceeds that to every distractor, means of 21 units
A_ROTATION_RANGE = Published(30.9, "deg", _TEXT, "printed")
B40_ROTATION_RANGE = Published(36.2, "deg", _TEXT_B, "printed")
B256_ROTATION_RANGE = Published(47.0, "deg", _TEXT_B, "printed")
A_SCALE_RANGE = Published(2.1, "octaves", _TEXT, "printed")
B40_SCALE_RANGE = Published(1.9, "octaves", _TEXT_B, "printed")
B256_SCALE_RANGE = Published(2.4, "octaves", _TEXT_B, "printed")
A_TRANSLATION_RANGE = Published(4.6, "deg", _TEXT, "printed")
B40_TRANSLATION_RANGE = Published(4.4, "deg", _TEXT_B, "printed")
B256_TRANSLATION_RANGE = Published(4.7, "deg", _TEXT_B, "printed")
# share of pairs of clips that drive the unit more than the distractor of the pair does alone
A_TWO_CLIPS = Published(0.40, "1", _TEXT_B, "printed")
B40_TWO_CLIPS = Published(0.90, "1", _TEXT_B, "printed")
# of UNITS, those also tuned to the view half a turn away
PSEUDO_MIRROR = Published(5, "units", _TEXT, "printed")

# one unit of A (Fig. 4): its ranges, and what they are read from
SAMPLE_ROTATION_RANGE = Published(24.0, "deg", _TEXT, "printed")
SAMPLE_SCALE_RANGE = Published(2.6, "octaves", _TEXT, "printed")
SAMPLE_TRANSLATION_RANGE = Published(4.7, "deg", _TEXT, "printed")
# its response to the best of 60 distractors, about; to most of them it is below the second number
BEST_DISTRACTOR = Published(0.57, "1", f"{_PAPER}, Fig. 4a, inset", "digitised")
MOST_DISTRACTORS = Published(0.2, "1", f"{_PAPER}, Fig. 4a, inset", "digitised")
# (size in samples, response)
SIZE_TUNING = Published(
    ((16, 0.000), (24, 0.253), (32, 0.746), (48, 0.838), (64, 1.0), (96, 0.878), (128, 0.747), (160, 0.673)),
    "samples, 1",
    f"{_PAPER}, Fig. 4a",
    "digitised",
)
# (view in deg, response)
VIEW_TUNING = Published(
    (
        *((50, 0.023), (54, 0.021), (58, 0.039), (62, 0.055), (66, 0.109), (70, 0.291), (74, 0.468), (78, 0.632)),
        *((82, 0.723), (86, 0.870), (90, 1.0), (94, 0.880), (98, 0.667), (102, 0.464), (106, 0.131), (110, 0.044)),
        *((114, 0.055), (118, 0.036), (122, 0.023), (126, 0.013), (130, 0.008)),
    ),
    "deg, 1",
    f"{_PAPER}, Fig. 4b",
    "digitised",
)
# shifts (from, to) of undiminished response; it falls to nothing where the clip leaves the retina
PLATEAU = Published((-2.0, 1.5), "deg", f"{_PAPER}, Fig. 4c", "digitised")

# white silhouettes on black, squares of this side; the bottle tapers into its stem, the unit is tuned to the third
SILHOUETTES = ("bottle", "rectangle on stem", "ellipse on stem", "disc on stem", "ellipse", "stem")
SILHOUETTE_SIZE = Published(64, "samples", _SILHOUETTES, "digitised")
STEM_WIDTH = Published(3, "samples", _SILHOUETTES, "digitised")
# of each: first and last column from the left, first and last row from the top, counted from 0; stems point down
BOUNDING_BOXES = Published(
    (
        (17, 33, 3, 46),
        (15, 32, 5, 47),
        (17, 32, 4, 46),
        (12, 37, 10, 47),
        (17, 32, 14, 44),
        (23, 25, 10, 20),
    ),
    "samples",
    _SILHOUETTES,
    "digitised",
)
# responses to each: of a neuron (wang1998), and of units that pool two S1 features, left and right of the transition
# from stem to ellipse, by MAX or by SUM
SILHOUETTE_NEURON = Published((0.62, 0.34, 1.0, 0.39, 0.01, 0.06), "1", _SILHOUETTES, "digitised")
SILHOUETTE_MAX = Published((0.686, 0.129, 1.0, 0.294, 0.020, 0.000), "1", _SILHOUETTES, "digitised")
SILHOUETTE_SUM = Published((0.906, 0.668, 1.0, 0.692, 0.996, 0.005), "1", _SILHOUETTES, "digitised")
