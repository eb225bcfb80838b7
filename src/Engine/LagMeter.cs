using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Asks the log how far an engine is behind its sources, and remembers the answer. Thread-safe.</summary>
/// <remarks>
/// The log may be a cluster that does not answer. So it is asked on a thread of its own, one reading at a time, and
/// nobody waits for it beyond a deadline: what is known by then is the answer, and it says how old it is.
/// </remarks>
public sealed class LagMeter : IVersionLag
{
    private readonly TopicPartition[] _partitions;
    private readonly SourceEnds _ends; // Guarded by _asking, as the next.
    private readonly EmptyTails _tails;
    private readonly Lock _asking = new();
    private readonly long[] _starts;
    private readonly Func<long[]> _committed;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private Task _reading = Task.CompletedTask;
    private Task? _next;
    private volatile Reading _last;

    /// <param name="log">The log.</param>
    /// <param name="sources">The sources; one that was deleted holds nobody up.</param>
    /// <param name="starts">The first offset of each that was to be read.</param>
    /// <param name="committed">Gives the offset of each up to which all is committed; any thread may ask.</param>
    /// <param name="time">The clock of the readings.</param>
    internal LagMeter(ILog log, CutSources sources, long[] starts, Func<long[]> committed, TimeProvider time)
    {
        (_partitions, _starts, _committed, _time) = (sources.Partitions, starts, committed, time);
        _ends = new SourceEnds(log, sources);
        _tails = new EmptyTails(log, _partitions);
        _last = Ask();
        Starts = ByName(starts);
    }

    /// <inheritdoc/>
    public EngineLag Last
    {
        get
        {
            Reading last = _last;
            long[] committed = _committed();
            long behind = last.Ends
                .Select((end, source) => Math.Max(0, end - Math.Max(committed[source], _starts[source]))).Sum();
            return new EngineLag(behind, last.At, ByName(last.Ends));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Starts { get; }

    /// <inheritdoc/>
    public void Refresh()
    {
        lock (_lock)
        {
            if (_reading.IsCompleted)
            {
                _reading = StartReading();
            }
        }
    }

    /// <inheritdoc/>
    public async Task<EngineLag> ReadAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        await ReadAfresh().WaitAsync(deadline, _time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return Last;
    }

    private Task ReadAfresh()
    {
        lock (_lock)
        {
            // A reading that is under way may have looked before the caller wrote: one more serves all who wait now.
            return _reading.IsCompleted ? _reading = StartReading() : _next ??= ReadNextAsync(_reading);
        }
    }

    private async Task ReadNextAsync(Task before)
    {
        await before;
        Task reading;
        lock (_lock)
        {
            _next = null;
            reading = _reading = StartReading();
        }

        await reading;
    }

    /// <summary>On a thread of its own: one that hangs must not be missing where requests are answered.</summary>
    private Task StartReading() => Task.Factory.StartNew(
        Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Read()
    {
        try
        {
            _last = Ask();
        }
        catch (Exception)
        {
            // A cluster that is away, or a log that is closed: the answer before stays, and its age says so.
        }
    }

    private Reading Ask()
    {
        var ends = new long[_partitions.Length];
        lock (_asking)
        {
            long[] reached = [.. _committed().Zip(_starts, Math.Max)];
            _ends.Read(reached, ends, new long[ends.Length]);
            _tails.TakeOff(reached, ends);
        }

        return new Reading(ends, _time.GetUtcNow());
    }

    private Dictionary<string, long> ByName(long[] offsets) =>
        _partitions.Zip(offsets).ToDictionary(pair => pair.First.ToString(), pair => pair.Second);

    private sealed record Reading(long[] Ends, DateTimeOffset At);
}
