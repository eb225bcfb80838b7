namespace Kappa.Kafka;

/// <summary>Adds committed offsets of a group to the open transaction of a producer's client.</summary>
/// <remarks>
/// Where a connection is lost meanwhile, librdkafka 2.16 may wait for the group's coordinator without an end, whatever
/// its time-out: so the call has a thread of its own, which is left behind where it does not come back.
/// </remarks>
internal static unsafe class TransactionOffsets
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <returns>The library's error object, 0 for none; null where it does not answer.</returns>
    public static nint? Send(
        nint client, string group, Dictionary<TopicPartition, long> offsets, TimeSpan timeout)
    {
        var copy = offsets.ToDictionary();
        Task<nint> sending = Task.Factory.StartNew(
            () => SendNow(client, group, copy, timeout), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return sending.Wait(timeout + Grace) ? sending.Result : null;
    }

    private static nint SendNow(
        nint client, string group, Dictionary<TopicPartition, long> offsets, TimeSpan timeout)
    {
        RdKafkaPartitionList* list = RdKafka.PartitionListNew(offsets.Count);
        nint metadata = RdKafka.GroupMetadataNew(group);
        try
        {
            foreach ((TopicPartition partition, long offset) in offsets)
            {
                RdKafka.PartitionListAdd(list, partition.Topic, partition.Partition)->Offset = offset;
            }

            return RdKafka.SendOffsets(client, (nint)list, metadata, (int)timeout.TotalMilliseconds);
        }
        finally
        {
            RdKafka.GroupMetadataDestroy(metadata);
            RdKafka.PartitionListDestroy(list);
        }
    }
}
