"""Measurements on labelled responses: xarray in, xarray out, no model and no jax.

========================  ==================================================================================
module                    what it measures
========================  ==================================================================================
``tuning``                selectivity; and, under one name, all of the next three
``preference``            the preferred stimulus and the response to it
``bandwidth``             widths of tuning curves, smoothing, the Gaussian fit
``modulation``            F0, F1 and their ratio: simple or complex
``contrast``              the contrast response, the Naka-Rushton fit, saturation
``size``                  preferred size and surround suppression
``receptive_fields``      ON and OFF zones, reverse correlation, extent
``invariance``            ranges over which a response exceeds a threshold, mirror views, recognition in clutter
``view_tuned``            units tuned to one view: Gaussians of the distance to its features
``spikes``                Poisson spikes from rates, rasters, histograms over time
``similarity``            dissimilarity matrices and centred kernel alignment
``discrimination``        cross-validated distances of textures, relative to a pair that is seen, and verdicts
``observers``             how well an observer tells two textures apart, ideal or with noise of its own
``texture_gradient``      how steeply responses change where two textures meet
``minimum``               where a curve along a dimension is lowest, with an interval
``handedness``            how like its mirror image a pattern is
``point_pairs``           power spectra and dipoles: statistics of the second order
``ranks``                 rank correlation of few samples, with its exact probability by chance
``displays``              displays of textures as samples, and what varies between them
``jackknife``             standard errors and intervals by leaving out each sample
``selectivity``           all that gratings tell of a population, by one protocol; which units respond at all
``tables``                populations of different sizes in one table
``population``            histograms, bootstrap intervals and summaries over cells
``distributions``         published histograms, valleys between modes, the distance of Kolmogorov and Smirnov
``labelling``             the checks and names that all of them share
========================  ==================================================================================

Everywhere the caller names the dimension that is measured along; all others pass through. What is not defined (the
selectivity of a silent cell) is NaN, without a warning.
"""
