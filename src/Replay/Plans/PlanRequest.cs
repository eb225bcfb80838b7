using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>What a plan is asked for.</summary>
public sealed record PlanRequest
{
    /// <summary>Runs the sample, and the replay.</summary>
    /// <value>The default runs versions in this process.</value>
    public IVersionRunner Runner { get; init; } = EngineRunner.Instance;

    /// <summary>The recorded cut that the replay would begin at.</summary>
    /// <value>0 or more. The default is 0: from the oldest records on.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public long FromCut
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(FromCut));
            field = value;
        }
    }

    /// <summary>
    /// How long the topology runs over the real records, to measure its speed. A run in progress may take as long
    /// again.
    /// </summary>
    /// <value>Zero (no sample, so no estimates) up to one minute. The default is two seconds.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public TimeSpan SampleTime
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(SampleTime));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMinutes(1), nameof(SampleTime));
            field = value;
        }
    } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long to count records batch by batch; what is left by then is estimated, and marked so.
    /// </summary>
    /// <value>Zero or more. The default is one second.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public TimeSpan CountTime
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(CountTime));
            field = value;
        }
    } = TimeSpan.FromSeconds(1);

    /// <summary>Output topics that other versions write: this one would be muted there until its cutover.</summary>
    /// <value>The default is none.</value>
    public IReadOnlySet<string> WrittenByOthers { get; init; } = new HashSet<string>();

    /// <summary>
    /// For a source topic that is the output of another topology, the name of that one: its cutovers show in what the
    /// replay reads (protocols.md 13).
    /// </summary>
    /// <value>The default is none.</value>
    public IReadOnlyDictionary<string, string> SourceOwners { get; init; } = new Dictionary<string, string>();

    /// <summary>The throttle that the replay would run under, in records per second; null for none.</summary>
    /// <value>1 or more. The default is none.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public long? Throttle
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1, nameof(Throttle));
            field = value;
        }
    }

    /// <summary>The clock that the sample is measured with.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Asks for the bytes that are free where a directory lies; null where nobody knows.</summary>
    internal Func<string, long?> FreeSpace { get; init; } = DiskSpace.Free;
}
