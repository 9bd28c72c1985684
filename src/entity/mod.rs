//! From mentions to entities: clitics, nationalities, consistency, clusters.
