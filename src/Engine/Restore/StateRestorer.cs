using Kappa.Graph;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Opens the state of a task and brings it to the committed position, reading only the changelog behind it.
/// </summary>
/// <remarks>
/// State that is ahead of the log, or belongs to another generation of it, is rebuilt from the changelog, with a notice
/// (protocols.md 16). It is never wiped because of a crash: what is on disk is always some committed cut.
/// </remarks>
internal sealed class StateRestorer(ILog log, EngineSettings settings, TaskPlan plan, Position position)
{
    /// <summary>Rows per write: bounds the memory of a restore.</summary>
    private const int BatchRows = 100_000;

    private readonly Dictionary<(string Store, int Partition), long> _ends = position.ChangelogsOf(plan);
    private readonly ByteWriter _writer = new();
    private long _freshMs; // What the state at hand has not read is newer, or is read again from the beginning.

    /// <summary>Changelog records read so far.</summary>
    public long RecordsRestored { get; private set; }

    /// <summary>Opens the state of a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stores">Its stores, in their order.</param>
    public IStateBackend Open(TaskId task, IReadOnlyList<StoreSpec> stores)
    {
        var families = new StateFamilies(stores);
        IStateBackend backend = OpenBackend(task, families.All);
        try
        {
            StatePosition? state = ReadPosition(backend, task);
            if (state is not null && WhyUseless(state, task, stores) is { } why)
            {
                settings.Seams.Notice?.Invoke(
                    $"The state of task {task} of {plan.Instance} {why}: it is rebuilt from its changelog.");
                backend.Dispose();
                Delete(task);
                backend = OpenBackend(task, families.All);
                state = null;
            }

            _freshMs = state?.WrittenMs ?? settings.Seams.Time.GetUtcNow().ToUnixTimeMilliseconds();
            Restore(backend, task, families, state?.ChangelogEnds ?? new long[stores.Count]);
            return backend;
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    /// <summary>Offset behind the last changelog record that belongs to the committed cut.</summary>
    public long CommittedEnd(string store, int partition) => _ends.GetValueOrDefault((store, partition));

    /// <summary>Why a restore cannot go on from the state, or null where it can.</summary>
    private string? WhyUseless(StatePosition state, TaskId task, IReadOnlyList<StoreSpec> stores)
    {
        if (!state.IsOf([.. stores.Select(store => store.Name)]))
        {
            return $"is of {Names(state)}, but the topology has {stores.Count} " +
                $"({string.Join(", ", stores.Select(store => store.Name))})";
        }

        bool isAhead = state.Cut > position.Cut.Number;
        for (int store = 0; store < stores.Count; store++)
        {
            // Cut numbers come again in a log that lost its end; a changelog that is too short gives it away.
            isAhead |= state.ChangelogEnds[store] > CommittedEnd(stores[store].Name, task.Partition);
            if (HasMissedDeletions(stores[store].Name, task.Partition, state.ChangelogEnds[store], state.WrittenMs))
            {
                return $"may be older than the tombstones that the changelog of store '{stores[store].Name}' still has";
            }
        }

        return isAhead || state.Generation != log.Generation
            ? $"stands at cut {state.Cut} of log generation {state.Generation}, " +
              $"but the log holds cut {position.Cut.Number} of generation {log.Generation}"
            : null;
    }

    /// <summary>
    /// Whether tombstones behind the state are gone: keys that were deleted would come back (protocols.md 17). A store
    /// at its changelog's end has missed nothing. Where the log does not say which are gone, their age counts.
    /// </summary>
    private bool HasMissedDeletions(string store, int partition, long applied, long writtenMs)
    {
        if (applied >= CommittedEnd(store, partition))
        {
            return false;
        }

        var changelog = new TopicPartition(plan.ChangelogOf(store), partition);
        if (log.Offsets(changelog).TombstonesFrom is >= 0 and var gone)
        {
            return applied < gone;
        }

        return log.Find(changelog.Topic) is not { } topic
            || topic.MayLackTombstones(
                DateTimeOffset.FromUnixTimeMilliseconds(writtenMs), settings.Seams.Time.GetUtcNow());
    }

    private string DirectoryOf(TaskId task) => Path.Combine(settings.State!.Directory, plan.Instance, task.ToString());

    private IStateBackend OpenBackend(TaskId task, IReadOnlyList<string> families)
    {
        if (settings.State is null)
        {
            return new MemoryBackend(families);
        }

        settings.Seams.Files.CreateDirectory(DirectoryOf(task));
        return settings.State.Backends.Open(DirectoryOf(task), families);
    }

    private void Delete(TaskId task)
    {
        if (settings.State is not null)
        {
            settings.Seams.Files.DeleteDirectory(DirectoryOf(task));
        }
    }

    private StatePosition? ReadPosition(IStateBackend backend, TaskId task) => backend.Position is { } bytes
        ? StatePosition.Read(bytes, $"the state of task {task} of {plan.Instance}")
        : null;

    private void Restore(IStateBackend backend, TaskId task, StateFamilies families, long[] applied)
    {
        StateBatch batch = backend.BeginBatch();
        string[] names = [.. families.Stores.Select(store => store.Name)];
        for (int store = 0; store < families.Stores.Count; store++)
        {
            string name = families.Stores[store].Name;
            long end = CommittedEnd(name, task.Partition);
            if (applied[store] >= end)
            {
                continue;
            }

            var changelog = new TopicPartition(plan.ChangelogOf(name), task.Partition);
            using var cursor = new RecordCursor(log.OpenReader(changelog, applied[store]));
            var rows = new RestoredRows(
                batch, store, families.DerivedFrom(store), families.TimeOf(store));
            RestoreStore(backend, batch, cursor, rows, store, end, names, applied);
        }
    }

    private void RestoreStore(
        IStateBackend backend, StateBatch batch, RecordCursor cursor, RestoredRows rows, int store, long end,
        string[] names, long[] applied)
    {
        int restored = 0;
        while (cursor.MoveNext(end))
        {
            RecordsRestored++;
            if (cursor.HasValue)
            {
                rows.Put(cursor.Key, cursor.Value, cursor.TimestampMs);
            }
            else
            {
                rows.Delete(cursor.Key);
            }

            applied[store] = cursor.Offset + 1;
            if (++restored % BatchRows == 0)
            {
                Write(backend, batch, names, applied);
            }
        }

        applied[store] = end;
        Write(backend, batch, names, applied);
    }

    private static string Names(StatePosition state) => state.Stores is { } names
        ? $"{names.Length} stores ({string.Join(", ", names)})" : $"{state.ChangelogEnds.Length} stores";

    private void Write(IStateBackend backend, StateBatch batch, string[] names, long[] applied)
    {
        // Half way through, the rows are newer than the cut they came from: only the offsets say what is in.
        _writer.Clear();
        StatePosition.Write(_writer, log.Generation, position.Cut.Number, names, applied, _freshMs);
        backend.Write(batch, _writer.Written);
    }
}
