-- What refers to a prospect is read through those that were merged into it.
CREATE INDEX prospect_merged_into ON prospect (merged_into) WHERE merged_into IS NOT NULL;
