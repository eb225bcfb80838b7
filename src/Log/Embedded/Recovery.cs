using System.Text;

namespace Kappa.Logs;

/// <summary>Brings the files of a log to the state that the journal decided.</summary>
/// <remarks>
/// It can be cut short and run again at any point: it writes only what the journal holds or what is there already, and
/// the journal file is deleted only when its successor is durable.
/// </remarks>
internal sealed class Recovery(LogContext context)
{
    public const string FormatLine = "kappa-log 1";

    private readonly Dictionary<TopicPartition, PartitionRecovery> _partitions = [];
    private bool _lostRecords;

    public RecoveredLog Run()
    {
        context.Files.CreateDirectory(context.Root);
        context.Files.CreateDirectory(context.TopicsDirectory);
        context.Files.CreateDirectory(context.JournalDirectory);
        CheckFormat();
        TopicStore store = new(context);
        JournalFiles journals = new(context);
        LogState state = journals.Choose(store.HasTopics()) is { } file ? Apply(file, journals) : new LogState();
        CompleteDeletions(state, store, journals);
        List<TopicDescription> topics = store.Load();

        // A killed process may have left names that only memory knows: commits to a topic rely on its file.
        context.Files.SyncDirectory(context.TopicsDirectory);
        context.Files.SyncDirectory(context.Root);
        RefuseMissingTopics(state, topics);
        if (state.Ends.Values.Any(end => end.Earliest > 0))
        {
            // Segments before it are deleted now: a killed process may not have synced the file that decided it.
            journals.SyncChosen();
        }

        Dictionary<string, PartitionLog[]> partitions = new(StringComparer.Ordinal);
        foreach (TopicDescription topic in topics)
        {
            partitions.Add(topic.Name, Restore(topic, state));
        }

        string bootId = (context.Files as IBootIdentity)?.BootId ?? "";
        bool memoryWasLost = bootId.Length == 0 || bootId != state.BootId;
        if (_lostRecords || (state.Acknowledge != AcknowledgePolicy.EachCommit && !state.IsClean && memoryWasLost))
        {
            state.Generation++;
        }

        state.Acknowledge = context.Options.Acknowledge;
        state.BootId = bootId;
        state.IsClean = false;
        return new RecoveredLog(
            state, journals, topics.ToDictionary(topic => topic.Name, StringComparer.Ordinal), partitions);
    }

    private void CheckFormat()
    {
        byte[]? bytes = context.TryReadAll(context.FormatFile);
        if (bytes is null)
        {
            if (context.Files.List(context.TopicsDirectory).Count > 0)
            {
                throw LogErrors.UnknownFormat(context.FormatFile, "(the file is missing)", FormatLine);
            }

            byte[] line = Encoding.UTF8.GetBytes(FormatLine + "\n");
            context.WriteDurably(context.Root, Path.GetFileName(context.FormatFile), line);
            return;
        }

        string found = Encoding.UTF8.GetString(bytes).TrimEnd('\n');
        if (found != FormatLine)
        {
            throw LogErrors.UnknownFormat(context.FormatFile, found, FormatLine);
        }

        // A power cut can leave the name that the file was written under beside the one that it was renamed to.
        string temporary = Path.Combine(context.Root, "~" + Path.GetFileName(context.FormatFile));
        if (context.Files.FileExists(temporary))
        {
            context.Files.DeleteFile(temporary);
        }
    }

    private static void CompleteDeletions(LogState state, TopicStore store, JournalFiles journals)
    {
        if (state.BeingDeleted.Count == 0)
        {
            return;
        }

        // A killed process may not have synced the file that decides: without it the one before it has the topic.
        journals.SyncChosen();
        foreach (string topic in state.BeingDeleted)
        {
            store.Delete(topic);
        }

        state.BeingDeleted.Clear();
    }

    private LogState Apply(JournalFile file, JournalFiles journals)
    {
        ReadOnlySpan<byte> bytes = file.Bytes;
        LogState state = new();
        int position = 0;
        while (position < bytes.Length)
        {
            if (!JournalDecoder.TryRecord(bytes, position, out ReadOnlySpan<byte> body))
            {
                if (JournalDecoder.IsFollowedBySynced(bytes, position))
                {
                    throw LogErrors.JournalDamaged(file.Path, position, "a record does not match its checksum");
                }

                break; // A torn tail: never acknowledged.
            }

            JournalFiles.CheckVersion(file.Path, body);
            JournalDecoder decoder = new(body[JournalEncoder.BodyHeaderBytes..], file.Path, position);
            if (!TryApply(body, ref decoder, ref state, file, position))
            {
                _lostRecords = (JournalKind)body[1] == JournalKind.UnsyncedCommit; // Else never acknowledged.
                break;
            }

            state.IsClean &= position == 0;
            position += JournalEncoder.PrefixBytes + body.Length;
        }

        journals.End = position;
        return state;
    }

    /// <summary>Applies one record; false where bytes that it names are not there, and may never have been.</summary>
    private bool TryApply(
        ReadOnlySpan<byte> body, ref JournalDecoder decoder, ref LogState state, JournalFile file, int position)
    {
        JournalKind kind = (JournalKind)body[1];
        switch (kind)
        {
            case JournalKind.Checkpoint:
                state = LogState.Read(ref decoder, version: body[0]);
                return true;
            case JournalKind.Producer:
                state.Producers[decoder.Text()] = new ProducerState(decoder.Number(), (short)decoder.Number());
                return true;
            case JournalKind.Synced:
                return true;
            case JournalKind.InlineCommit or JournalKind.SyncedCommit or JournalKind.UnsyncedCommit:
                return TryApplyCommit(kind, ref decoder, state, file, position);
            default:
                throw LogErrors.UnknownFormat(
                    file.Path, $"record kind {(byte)kind} at byte {position}", "kinds 1 to 6");
        }
    }

    private bool TryApplyCommit(
        JournalKind kind, ref JournalDecoder decoder, LogState state, JournalFile file, int position)
    {
        // A record behind it that knows of its sync was written when all syncs of its commit had ended.
        bool isSynced = kind == JournalKind.SyncedCommit && JournalDecoder.IsFollowedBySynced(file.Bytes, position);
        Dictionary<TopicPartition, PartitionEnd> ends = [];
        while (!decoder.IsAtEnd)
        {
            TopicPartition partition = new(decoder.Text(), decoder.Count());
            JournalExtent extent = new(
                decoder.Position(), decoder.Position(), decoder.Position(), decoder.Position(), decoder.Count());
            PartitionEnd end = ends.TryGetValue(partition, out PartitionEnd moved)
                ? moved
                : state.Ends.GetValueOrDefault(partition);
            if (!extent.Continues(end))
            {
                throw LogErrors.JournalMalformed(
                    file.Path, position,
                    $"a commit to {partition} begins at offset {extent.FirstOffset}, not {end.Next}");
            }

            PartitionRecovery recovery = Recover(partition);
            if (kind == JournalKind.InlineCommit)
            {
                recovery.Apply(extent, decoder.Bytes(extent.Bytes));
            }
            else if (recovery.Check(extent, isSynced) is { } flaw)
            {
                return isSynced ? throw flaw : false;
            }

            ends[partition] = extent.End(end);
        }

        foreach ((TopicPartition partition, PartitionEnd end) in ends)
        {
            state.Ends[partition] = end;
        }

        return true;
    }

    private PartitionRecovery Recover(TopicPartition partition)
    {
        if (!_partitions.TryGetValue(partition, out PartitionRecovery? recovery))
        {
            recovery = new PartitionRecovery(context, partition);
            _partitions.Add(partition, recovery);
        }

        return recovery;
    }

    private PartitionLog[] Restore(TopicDescription topic, LogState state)
    {
        byte[] name = Encoding.UTF8.GetBytes(topic.Name);
        PartitionLog[] logs = new PartitionLog[topic.Partitions];
        for (int i = 0; i < logs.Length; i++)
        {
            TopicPartition partition = new(topic.Name, i);
            logs[i] = new PartitionLog(context, partition, name) { Compression = topic.Compression };
            Recover(partition).Restore(
                logs[i], state.Ends.TryGetValue(partition, out PartitionEnd end) ? end : null,
                topic.Cleanup == CleanupPolicy.Compact, state.IsClean);
            if (logs[i].BegunMs is { } begun)
            {
                state.Ends[partition] = end with { BegunMs = begun };
            }
        }

        return logs;
    }

    private void RefuseMissingTopics(LogState state, List<TopicDescription> topics)
    {
        foreach (TopicPartition partition in state.Ends.Keys)
        {
            if (!topics.Exists(topic => topic.Name == partition.Topic && partition.Partition < topic.Partitions))
            {
                throw LogErrors.TopicFileMissing(Path.Combine(context.TopicsDirectory, partition.Topic), partition);
            }
        }
    }
}
