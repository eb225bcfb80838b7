using System.Text.Json.Serialization;

namespace Kappa.Replay;

/// <summary>What the registry says of a version. A new record replaces the one before.</summary>
public sealed record VersionRecord
{
    /// <summary>Name of the topology.</summary>
    public required string Topology { get; init; }

    /// <summary>Number of the version.</summary>
    public required int Version { get; init; }

    /// <summary>Its state.</summary>
    public required VersionState State { get; init; }

    /// <summary>Number of its instance, the K of <c>topology.vN.iK</c>; 0 where it never ran.</summary>
    public int Instance { get; init; }

    /// <summary>Fingerprint of the topology.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>
    /// Hash of the one artifact that runs as this version; null where it runs from this process's code.
    /// </summary>
    public string? Artifact { get; init; }

    /// <summary>Full name of its class.</summary>
    public required string Class { get; init; }

    /// <summary>The topics that it reads.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Its outputs.</summary>
    public IReadOnlyList<VersionOutput> Outputs { get; init; } = [];

    /// <summary>The cut that the replay began at; 0 for zero.</summary>
    public long FromCut { get; init; }

    /// <summary>
    /// Whether it has read the whole history: from zero, over sources whose front was there (protocols.md 23).
    /// </summary>
    public bool IsWhole { get; init; }

    /// <summary>How fast it may replay: <c>none</c>, <c>auto</c>, or records a second.</summary>
    public string Throttle { get; init; } = "none";

    /// <summary>Output topics that the live version does not write, so that it publishes them as a shadow.</summary>
    public IReadOnlyList<string> Publishes { get; init; } = [];

    /// <summary>Those of them that were not there before it.</summary>
    public IReadOnlyList<string> Creates { get; init; } = [];

    /// <summary>What the image of each table output is made of, while it is a shadow.</summary>
    public IReadOnlyDictionary<string, ImageLeg[]> Images { get; init; } = new Dictionary<string, ImageLeg[]>();

    /// <summary>When the replay was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When this record was written.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who asked for it.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The error that stopped it.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// Until when a draining version shadows on, so that there is a way back; null for as long as it is.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Name of the instance.</summary>
    internal string InstanceName => new Engine.InstanceName(Topology, Version, Instance).ToString();

    /// <summary>Whether an engine runs it, or would if nothing had stopped it.</summary>
    internal bool IsShadow => State is VersionState.Replaying or VersionState.Paused or VersionState.CaughtUp
        or VersionState.Draining or VersionState.Stopped;

    /// <summary>Whether it is replayed, and was never live.</summary>
    internal bool IsReplay => IsShadow && State != VersionState.Draining && Deadline is null;

    /// <summary>Whether it owns topics and state.</summary>
    [JsonIgnore]
    public bool HasData => IsShadow || State == VersionState.Live;
}
