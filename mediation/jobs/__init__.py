"""The background jobs: what runs when (schedule), and the queue that carries the ticks (queue).

Nothing a job does hangs on the queue: every act finds in the database what is due and does it once. A job that was
killed is made up for by the next tick, one that ran twice changes nothing the second time.
"""
