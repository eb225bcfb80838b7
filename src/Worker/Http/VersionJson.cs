using System.Text.Json;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>Writes versions, replays and cutovers.</summary>
internal static class VersionJson
{
    public static string Name(VersionState state) => JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString());

    /// <summary>Writes what the registry says of a version, without the braces around it.</summary>
    public static void WriteRecord(Utf8JsonWriter writer, VersionRecord record, string? error)
    {
        writer.WriteString("topology", record.Topology);
        writer.WriteNumber("version", record.Version);
        writer.WriteString("state", StateOf(record, error));
        WriteText(writer, "instance", record.Instance == 0 ? null : record.InstanceName);
        writer.WriteString("fingerprint", record.Fingerprint);
        WriteText(writer, "artifact", record.Artifact);
        writer.WriteString("class", record.Class);
        writer.WriteString("at", AnswerJson.Iso(record.At.ToUnixTimeMilliseconds()));
        WriteText(writer, "by", record.By);
        WriteText(writer, "reason", record.Reason);
        WriteText(writer, "error", error);
        WriteTime(writer, "deadline", record.Deadline);
    }

    /// <summary>Writes how a version stands, without the braces around it.</summary>
    public static void WriteStatus(Utf8JsonWriter writer, VersionStatus status, TimeProvider time)
    {
        VersionRecord record = status.Record;
        writer.WriteString("topology", record.Topology);
        writer.WriteNumber("version", record.Version);
        WriteText(writer, "instance", record.Instance == 0 ? null : record.InstanceName);
        writer.WriteString("state", StateOf(record, status.Error));
        writer.WriteNumber("percent", Percent(status.RecordsDone, status.RecordsTotal));
        writer.WriteNumber("recordsDone", status.RecordsDone);
        writer.WriteNumber("recordsTotal", status.RecordsTotal);
        writer.WriteNumber("recordsPerSecond", Math.Round(status.RecordsPerSecond));
        if (status.Eta is { } eta)
        {
            writer.WriteNumber("etaSeconds", Math.Round(eta.TotalSeconds));
        }
        else
        {
            writer.WriteNull("etaSeconds");
        }

        writer.WriteString("throttle", status.Throttle.ToString());
        writer.WriteNumber("throttleFactor", Math.Round(status.ThrottleFactor, 3));
        WritePartitions(writer, status);
        WriteTime(writer, "startedAt", record.StartedAt);
        WriteText(writer, "by", record.By);
        WriteText(writer, "reason", record.Reason);
        WriteText(writer, "error", status.Error);
        WriteTime(writer, "deadline", record.Deadline);
        WriteLive(writer, status.Live, time);
        if (status.Cutover is { } cutover)
        {
            writer.WriteStartObject("cutover");
            WriteCutover(writer, cutover);
            writer.WriteEndObject();
        }

        if (status.Engine is { } engine)
        {
            AnswerJson.WriteAsOf(writer, engine.AsOf);
        }
    }

    /// <summary>Writes how far a cutover is, without the braces around it.</summary>
    public static void WriteCutover(Utf8JsonWriter writer, CutoverStatus status)
    {
        writer.WriteNumber("cut", status.Cut);
        writer.WriteNumber("from", status.From);
        writer.WriteNumber("to", status.To);
        writer.WriteNumber("published", status.Published);
        writer.WriteNumber("tombstones", status.Tombstones);
        writer.WriteNumber("left", status.Left);
        writer.WriteBoolean("atomic", status.IsAtomic);
        writer.WriteBoolean("complete", status.Stage == CutoverStage.Completed);
        writer.WriteString("stage", JsonNamingPolicy.KebabCaseLower.ConvertName(status.Stage.ToString()));
    }

    private static void WritePartitions(Utf8JsonWriter writer, VersionStatus status)
    {
        writer.WriteStartArray("partitions");
        foreach (PartitionProgress partition in status.Partitions)
        {
            writer.WriteStartObject();
            writer.WriteString("partition", partition.Partition);
            writer.WriteNumber("offset", partition.Offset);
            writer.WriteNumber("end", partition.End);
            writer.WriteNumber(
                "percent", Percent(partition.Offset - partition.Start, partition.End - partition.Start));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteLive(Utf8JsonWriter writer, LiveStatus? live, TimeProvider time)
    {
        if (live is null)
        {
            writer.WriteNull("live");
            return;
        }

        writer.WriteStartObject("live");
        writer.WriteNumber("version", live.Version);
        LagJson.Write(writer, "lag", live.Lag, time);
        WriteMs(writer, "p50Ms", live.P50Ms);
        WriteMs(writer, "p99Ms", live.P99Ms);
        writer.WriteEndObject();
    }

    /// <summary>Null where nothing was measured.</summary>
    private static void WriteMs(Utf8JsonWriter writer, string name, double? ms)
    {
        if (ms is { } measured)
        {
            writer.WriteNumber(name, Math.Round(measured, 2));
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>The registry keeps a live version live that an error has stopped; people see that it is.</summary>
    private static string StateOf(VersionRecord record, string? error) =>
        record.State == VersionState.Live && error is not null ? Name(VersionState.Stopped) : Name(record.State);

    private static double Percent(long done, long total) =>
        total <= 0 ? 100 : Math.Floor(1000.0 * done / total) / 10; // 100 is what is done, not what rounds to it.

    private static void WriteText(Utf8JsonWriter writer, string name, string? text) => writer.WriteString(name, text);

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time) =>
        writer.WriteString(name, time is { } at ? AnswerJson.Iso(at.ToUnixTimeMilliseconds()) : null);
}
