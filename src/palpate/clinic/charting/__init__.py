"""Episodes of care: the drawing, the findings, the ranked causes and the plan."""
