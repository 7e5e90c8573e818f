// The pipeline sentence: source -> parse -> normalise -> compare -> report. This file only joins the stages.
