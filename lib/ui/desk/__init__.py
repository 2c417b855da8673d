"""The desk of a reader who works alone: progress, checks, quizzes, words, and the call that makes a page's run."""
