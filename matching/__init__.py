"""Who suits what and why: eligibility, candidates, score by parts, explanation."""
