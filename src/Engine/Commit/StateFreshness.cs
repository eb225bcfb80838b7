using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Sees to it that what a kill leaves of the state is never much older than the log: it is flushed, and says that it is
/// of now, each quarter of the time that its changelogs keep tombstones.
/// </summary>
/// <remarks>
/// A state whose position is older than half of that time may have missed deletions, and is built again. RocksDB keeps
/// what was written in memory until it is full, for weeks where little comes. Belongs to the engine's thread, between
/// two commits: no flush falls between the batches of one.
/// </remarks>
internal sealed class StateFreshness
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    private readonly StreamTask[] _tasks;
    private readonly TimeProvider _time;
    private readonly ByteWriter _position = new();
    private readonly TimeSpan _interval;
    private DateTimeOffset _freshAt;

    public StateFreshness(ILog log, EngineSettings settings, IEnumerable<StreamTask> tasks)
    {
        _tasks = settings.State is null ? [] : [.. tasks.Where(task => task.Stores.Count > 0)];
        _time = settings.Seams.Time;
        TimeSpan kept = _tasks.SelectMany(task => task.Stores)
            .Select(store => log.Find(store.Changelog.Topic)?.TombstoneRetention ?? TimeSpan.MaxValue)
            .DefaultIfEmpty(TimeSpan.MaxValue).Min();
        _interval = kept / 4 > Shortest ? kept / 4 : Shortest;
        _freshAt = _tasks.Select(WrittenAt).DefaultIfEmpty(_time.GetUtcNow()).Min();
    }

    /// <summary>How long until there is something to do; null for never.</summary>
    public TimeSpan? DueIn => _tasks.Length == 0 ? null : _freshAt + _interval - _time.GetUtcNow();

    /// <summary>Flushes all state where it is due.</summary>
    /// <param name="generation">Generation of the log.</param>
    /// <param name="cut">The committed cut, which the state holds.</param>
    public void Keep(long generation, long cut)
    {
        if (DueIn is { } due && due <= TimeSpan.Zero)
        {
            DateTimeOffset now = _time.GetUtcNow();
            foreach (StreamTask task in _tasks)
            {
                Flush(task, generation, cut, now);
            }

            _freshAt = now;
        }
    }

    /// <summary>Writes the position again, since the state is of now even unchanged, and flushes all.</summary>
    private void Flush(StreamTask task, long generation, long cut, DateTimeOffset now)
    {
        long[] ends = [.. task.Stores.Select(store => store.ChangelogEnd)];
        _position.Clear();
        StatePosition.Write(
            _position, generation, cut, task.StoreNames, ends, now.ToUnixTimeMilliseconds());
        task.Backend!.Write(task.Backend.BeginBatch(), _position.Written);
        task.Backend.Flush();
    }

    private DateTimeOffset WrittenAt(StreamTask task) => task.Backend?.Position is { } bytes
        ? DateTimeOffset.FromUnixTimeMilliseconds(StatePosition.Read(bytes, $"the state of task {task.Id}").WrittenMs)
        : _time.GetUtcNow();
}
