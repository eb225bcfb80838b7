using System.Text.Json;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>Writes the plan of a replay.</summary>
internal static class PlanJson
{
    /// <summary>Writes a plan, without the braces around it.</summary>
    public static void Write(Utf8JsonWriter writer, ReplayPlan plan)
    {
        writer.WriteString("topology", plan.Topology);
        writer.WriteNumber("version", plan.Version);
        writer.WriteNumber("from", plan.FromCut);
        WritePartitions(writer, plan);
        writer.WriteNumber("records", plan.Records);
        writer.WriteNumber("bytes", plan.Bytes);
        writer.WriteBoolean("exact", plan.IsExact);
        WriteStores(writer, plan);
        WriteNumber(writer, "diskBytes", plan.DiskBytes);
        WriteNumber(writer, "freeBytes", plan.FreeBytes);
        WriteNumber(writer, "recordsPerSecond", plan.Sample?.RecordsPerSecond);
        WriteNumber(writer, "etaSecondsLow", plan.Estimate?.Low.TotalSeconds);
        WriteNumber(writer, "etaSecondsHigh", plan.Estimate?.High.TotalSeconds);
        WriteOutputs(writer, plan);
        writer.WriteStartArray("warnings");
        foreach (PlanWarning warning in plan.Warnings)
        {
            writer.WriteStringValue(warning.Text);
        }

        writer.WriteEndArray();
    }

    private static void WritePartitions(Utf8JsonWriter writer, ReplayPlan plan)
    {
        writer.WriteStartArray("partitions");
        foreach (PlanSource source in plan.Sources)
        {
            foreach (PlanPartition partition in source.Partitions)
            {
                writer.WriteStartObject();
                writer.WriteString("partition", new TopicPartition(source.Topic, partition.Partition).ToString());
                writer.WriteNumber("earliest", partition.Earliest);
                writer.WriteNumber("from", partition.From);
                writer.WriteNumber("end", partition.End);
                writer.WriteNumber("records", partition.Records);
                writer.WriteNumber("bytes", partition.Bytes);
                writer.WriteNumber("missing", partition.Missing);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteStores(Utf8JsonWriter writer, ReplayPlan plan)
    {
        writer.WriteStartArray("stores");
        foreach (PlanStore store in plan.Stores.Where(store => !store.IsInternal))
        {
            writer.WriteStartObject();
            writer.WriteString("name", store.Name);
            writer.WriteString("keyType", store.KeyType);
            writer.WriteString("valueType", store.ValueType);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOutputs(Utf8JsonWriter writer, ReplayPlan plan)
    {
        writer.WriteStartArray("outputs");
        foreach (PlanOutput output in plan.Outputs)
        {
            writer.WriteStartObject();
            writer.WriteString("topic", output.Topic);
            writer.WriteString("kind", output.IsTable ? "table" : "stream");
            writer.WriteString("publishes", output.IsMuted ? "at-cutover" : "from-the-start");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, Math.Round(number, 1));
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
