namespace Kappa.Logs;

/// <summary>What the journal says about a log: everything that is not in the segment files themselves.</summary>
internal sealed class LogState
{
    private const long CleanFlag = 1;
    private const long DeletionsFlag = 2;

    public long Generation { get; set; } = 1;

    public AcknowledgePolicy Acknowledge { get; set; }

    public bool IsClean { get; set; }

    public string BootId { get; set; } = "";

    public Dictionary<string, ProducerState> Producers { get; } = new(StringComparer.Ordinal);

    public Dictionary<TopicPartition, PartitionEnd> Ends { get; } = [];

    /// <summary>Topics whose deletion is decided and whose files may not all be gone.</summary>
    /// <remarks>
    /// A deletion begins a journal file, and ends with the next one: no file has commits to two topics of one name.
    /// </remarks>
    public SortedSet<string> BeingDeleted { get; } = new(StringComparer.Ordinal);

    /// <summary>Gives the next producer of a transactional id: the next epoch; a new id if those are used up.</summary>
    public ProducerState NextProducer(string transactionalId)
    {
        if (Producers.TryGetValue(transactionalId, out ProducerState last) && last.Epoch < short.MaxValue - 1)
        {
            return last with { Epoch = (short)(last.Epoch + 1) };
        }

        long highest = Producers.Values.Select(producer => producer.Id).DefaultIfEmpty(-1).Max();
        return new ProducerState(highest + 1, 0);
    }

    public void Write(JournalEncoder encoder)
    {
        encoder.Clear();
        encoder.Begin(JournalKind.Checkpoint, 0);
        encoder.Number(Generation);
        encoder.Number((int)Acknowledge);
        encoder.Number((IsClean ? CleanFlag : 0) | (BeingDeleted.Count > 0 ? DeletionsFlag : 0));
        encoder.Text(BootId);
        encoder.Number(Producers.Count);
        foreach ((string id, ProducerState producer) in Producers)
        {
            encoder.Text(id);
            encoder.Number(producer.Id);
            encoder.Number(producer.Epoch);
        }

        WriteDeletions(encoder);
        foreach ((TopicPartition partition, PartitionEnd end) in Ends)
        {
            encoder.Text(partition.Topic);
            encoder.Number(partition.Partition);
            encoder.Number(end.Earliest);
            encoder.Number(end.SegmentBase);
            encoder.Number(end.Bytes);
            encoder.Number(end.Next);
            encoder.Number(end.BegunMs);
        }

        encoder.End();
    }

    public static LogState Read(ref JournalDecoder decoder, byte version)
    {
        LogState state = new()
        {
            Generation = decoder.Number(),
            Acknowledge = (AcknowledgePolicy)decoder.Number(),
        };
        long flags = decoder.Number();
        state.IsClean = (flags & CleanFlag) != 0;
        state.BootId = decoder.Text();
        for (long left = decoder.Number(); left > 0; left--)
        {
            state.Producers[decoder.Text()] = new ProducerState(decoder.Number(), (short)decoder.Number());
        }

        for (long left = (flags & DeletionsFlag) != 0 ? decoder.Number() : 0; left > 0; left--)
        {
            state.BeingDeleted.Add(decoder.Text());
        }

        while (!decoder.IsAtEnd)
        {
            TopicPartition partition = new(decoder.Text(), decoder.Count());
            state.Ends[partition] = new PartitionEnd(
                decoder.Position(), decoder.Position(), decoder.Position(), decoder.Position(),
                version == JournalEncoder.CheckpointVersion ? decoder.Number() : 0);
        }

        return state;
    }

    private void WriteDeletions(JournalEncoder encoder)
    {
        if (BeingDeleted.Count > 0)
        {
            encoder.Number(BeingDeleted.Count);
            foreach (string topic in BeingDeleted)
            {
                encoder.Text(topic);
            }
        }
    }
}
