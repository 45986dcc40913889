"""What ``spark.py`` runs: set-up, embedded servers, the demo and the gate."""
