using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// The records that a version passes over: those that are noted, and those that it decides on and notes with its next
/// commit. Outlives the runs that it ends.
/// </summary>
/// <remarks>
/// Decisions come from the threads of all tasks, one at a time; of a record of a global table the first one counts.
/// </remarks>
/// <param name="topology">The version.</param>
/// <param name="log">The log.</param>
/// <param name="settings">How it is run: a copy obeys what is noted, and decides nothing.</param>
internal sealed class RecordFailures(Topology topology, ILog log, EngineSettings settings) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Lock _deciding = new(); // Taken before the other.
    private readonly Dictionary<TopicPartition, PassedOffsets> _passed = [];
    private readonly List<(FailureNote Note, DeadLetter? Letter)> _pending = [];
    private readonly Dictionary<TopicPartition, CommitBuffer> _buffers = [];
    private readonly ByteWriter _writer = new();
    private FailureNote[] _committing = [];
    private (string Topic, int Partition, long Offset)? _stopped; // The record that the version stops at.
    private long _read; // Offset of the first note that was not read.

    /// <summary>The offsets of a partition that are passed over.</summary>
    public PassedOffsets Of(TopicPartition partition)
    {
        lock (_lock)
        {
            if (!_passed.TryGetValue(partition, out PassedOffsets? offsets))
            {
                _passed.Add(partition, offsets = new PassedOffsets());
            }

            return offsets;
        }
    }

    /// <summary>Takes in what has been noted since; between two runs.</summary>
    public void Refresh()
    {
        foreach (FailureNote note in FailureLog.Read(log, topology.Name, ref _read))
        {
            if (note.Version == topology.Version)
            {
                Of(note.Source).Add(note.Offset);
            }
        }
    }

    /// <summary>
    /// Asks what becomes of a record; where it is to be passed over, that is noted with the commit that takes it in.
    /// </summary>
    /// <param name="task">The task that failed.</param>
    /// <param name="source">The partition of the record.</param>
    /// <param name="offset">Its offset.</param>
    /// <param name="stage">What could not be done.</param>
    /// <param name="error">What was thrown.</param>
    /// <returns>The note; null to stop.</returns>
    public FailureNote? Decide(TaskId task, TopicPartition source, long offset, FailureStage stage, Exception error)
    {
        if (topology.OnFailure is null || settings.Role is CopyRole || IsOurs(error))
        {
            return null;
        }

        lock (_deciding)
        {
            return Decided(source, offset) ?? Decide(
                new FailedRecord(source.Topic, source.Partition, offset, task.ToString(), stage, error), source);
        }
    }

    /// <summary>What another task of the run has decided on the same record of a global table.</summary>
    private FailureNote? Decided(TopicPartition source, long offset)
    {
        lock (_lock)
        {
            return _pending.Find(pending => pending.Note.Source == source && pending.Note.Offset == offset).Note;
        }
    }

    private FailureNote? Decide(FailedRecord failed, TopicPartition source)
    {
        if (Ask(failed) is not { Skips: true } action)
        {
            return null;
        }

        var note = new FailureNote(
            topology.Version, source, failed.Offset, failed.Task, failed.Stage, action.Topic ?? "",
            $"{failed.Error.GetType().Name}: {failed.Error.Message}");
        DeadLetter? letter = action.Topic is { } topic && settings.Role is LiveRole ? LetterTo(topic, note) : null;
        lock (_lock)
        {
            _pending.Add((note, letter));
        }

        Of(source).Add(failed.Offset);
        settings.Seams.Notice?.Invoke(
            $"{topology.Name} v{topology.Version} passes over the record at offset {failed.Offset} of {source}" +
            $"{(action.Topic is null ? "" : $", which goes to {action.Topic}")}: {note.Error}");
        return note;
    }

    /// <summary>Appends the notes and letters of the records that a run has come by.</summary>
    /// <param name="producer">The commit's.</param>
    /// <param name="sources">What <paramref name="ends"/> follows.</param>
    /// <param name="ends">Where the run ends.</param>
    /// <param name="clockMs">The clock of its last cut.</param>
    public void AppendTo(ILogProducer producer, CutSources sources, ReadOnlySpan<long> ends, long clockMs)
    {
        if (_pending.Count == 0)
        {
            return;
        }

        FailureLog.Ensure(log, topology.Name);
        var committing = new List<FailureNote>();
        foreach ((FailureNote note, DeadLetter? letter) in _pending
            .OrderBy(pending => pending.Note.Source.Topic, StringComparer.Ordinal)
            .ThenBy(pending => pending.Note.Source.Partition).ThenBy(pending => pending.Note.Offset))
        {
            if (note.Offset < ends[sources.IndexOf(note.Source)])
            {
                Add(note, letter, clockMs);
                committing.Add(note);
            }
        }

        _committing = [.. committing];
        foreach ((TopicPartition partition, CommitBuffer buffer) in _buffers)
        {
            if (buffer.Records.Records > 0)
            {
                producer.Append(partition, buffer.Records);
            }
        }
    }

    /// <summary>The commit is in the log.</summary>
    public void Committed()
    {
        if (_committing.Length > 0)
        {
            int letters = _pending.Count(pending => pending.Letter is not null && _committing.Contains(pending.Note));
            settings.Seams.Meter?.PassedOver(_committing.Length, letters);
        }

        _pending.RemoveAll(pending => _committing.Contains(pending.Note));
        GiveUp();
    }

    /// <summary>The run is given up; what was decided in it stays decided, and is noted by the next one.</summary>
    public void GiveUp()
    {
        _committing = [];
        foreach (CommitBuffer buffer in _buffers.Values)
        {
            buffer.Clear();
        }
    }

    public void Dispose()
    {
        foreach (CommitBuffer buffer in _buffers.Values)
        {
            buffer.Dispose();
        }
    }

    /// <summary>Asks the topology, once about each record.</summary>
    private FailureAction Ask(FailedRecord failed)
    {
        lock (_lock)
        {
            if (_stopped == (failed.Topic, failed.Partition, failed.Offset))
            {
                return FailureAction.Stop; // The error comes by again on its way out.
            }
        }

        FailureAction action = FailureAction.Stop;
        try
        {
            action = topology.OnFailure!(failed);
        }
        catch (Exception error)
        {
            settings.Seams.Notice?.Invoke(
                $"The function given to OnFailure of {topology.Name} v{topology.Version} failed itself, at offset " +
                $"{failed.Offset} of {failed.Topic}/{failed.Partition}: {error.GetType().Name}: {error.Message}");
        }

        lock (_lock)
        {
            _stopped = action.Skips ? _stopped : (failed.Topic, failed.Partition, failed.Offset);
        }

        return action;
    }

    private void Add(FailureNote note, DeadLetter? letter, long clockMs)
    {
        FailureLog.Add(BufferOf(FailureLog.PartitionOf(topology.Name)), note, _writer, clockMs);
        if (letter is not null)
        {
            int partition = note.Source.Partition % log.Find(note.Topic)!.Partitions;
            BufferOf(new TopicPartition(note.Topic, partition)).Add(
                letter.TimestampMs, letter.Key is not null, letter.Key, letter.Value is not null, letter.Value,
                letter.Headers);
        }
    }

    private DeadLetter LetterTo(string topic, FailureNote note)
    {
        if (topology.Graph.SourceTopics.Contains(topic))
        {
            throw EngineErrors.DeadLettersRead(topology, topic, note);
        }

        lock (_lock)
        {
            if (log.Find(topic) is null)
            {
                log.Admin.CreateTopic(topic, new TopicSettings());
            }
        }

        return DeadLetter.Of(log, topology, note);
    }

    private RecordBuffer BufferOf(TopicPartition partition)
    {
        if (!_buffers.TryGetValue(partition, out CommitBuffer? buffer))
        {
            _buffers.Add(partition, buffer = new CommitBuffer());
        }

        return buffer.Records;
    }

    /// <summary>What is no fault of the topology's code or of its records is not for it to decide on.</summary>
    private static bool IsOurs(Exception error) => error is OutOfMemoryException or OperationCanceledException
        or KappaException { ExitCode: ExitCodes.DiskFailure or ExitCodes.Unreachable or ExitCodes.Fenced };
}
