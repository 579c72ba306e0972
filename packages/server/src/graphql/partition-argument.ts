/** The argument `partition` of an asset's fields. */

export const partitionArgument = "Key of the partition; leave it out for an unpartitioned asset.";

/** No asset is partitioned yet, so whoever names a partition names one that does not exist. */
export const isPartition = (partition: string | null | undefined): boolean => partition !== null && partition !== undefined;
