using System.Text.Json;

namespace Kappa.Cli;

/// <summary>How far a replay is, as the worker says.</summary>
/// <param name="Json">The whole answer.</param>
internal sealed record ReplayStatus(JsonElement Json)
{
    public const string Replaying = "replaying";
    public const string Paused = "paused";
    public const string CaughtUp = "caught-up";
    public const string Live = "live";
    public const string Draining = "draining";
    public const string Stopped = "stopped";

    public string Topology => Json.Text("topology") ?? "";

    public int Version => (int)(Json.Count("version") ?? 0);

    public string State => Json.Text("state") ?? "";

    /// <summary>From 0 to 100.</summary>
    public double Percent => Json.Number("percent") ?? 0;

    public long RecordsDone => Json.Count("recordsDone") ?? 0;

    public long RecordsTotal => Json.Count("recordsTotal") ?? 0;

    public double RecordsPerSecond => Json.Number("recordsPerSecond") ?? 0;

    /// <summary>Null where it is unknown.</summary>
    public double? EtaSeconds => Json.Number("etaSeconds");

    public string? Error => Json.Text("error");

    /// <summary>The version that serves, where there is one.</summary>
    public int? LiveVersion => (int?)Json.Field("live")?.Count("version");

    /// <summary>Whether it has seen all of history, and goes on with what comes.</summary>
    public bool HasCaughtUp => State is CaughtUp or Live or Draining;

    /// <summary>Whether it is a replay, which is beside the live version or could be.</summary>
    public bool IsReplay => State is Replaying or Paused or CaughtUp or Stopped;

    /// <summary>Whether it will not catch up, however long one waits.</summary>
    public bool HasEnded => !HasCaughtUp && State is not (Replaying or Paused);

    public static ReplayStatus Parse(string json) => new(JsonElement.Parse(json));
}
