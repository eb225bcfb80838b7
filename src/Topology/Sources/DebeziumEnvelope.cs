using System.Text.Json;

namespace Kappa.Sources;

/// <summary>The parts of a change event that count: what happened, the row after it, and when that was.</summary>
internal readonly ref struct DebeziumEnvelope
{
    private DebeziumEnvelope(ReadOnlySpan<byte> operation, ReadOnlySpan<byte> after, long timestampMs)
    {
        Operation = operation;
        After = after;
        TimestampMs = timestampMs;
    }

    /// <summary>The field <c>op</c>, without quotes.</summary>
    public ReadOnlySpan<byte> Operation { get; }

    /// <summary>The field <c>after</c>; empty where it is missing or null.</summary>
    public ReadOnlySpan<byte> After { get; }

    /// <summary>The field <c>source.ts_ms</c>; negative where it is missing.</summary>
    public long TimestampMs { get; }

    /// <exception cref="KappaException">KAP8051: it is no envelope.</exception>
    public static DebeziumEnvelope Read(ReadOnlySpan<byte> data)
    {
        try
        {
            return ReadMembers(DebeziumJson.Unwrap(data));
        }
        catch (JsonException error)
        {
            throw RowErrors.NoEnvelope(data, $"It is not JSON: {error.Message}");
        }
        catch (InvalidOperationException error)
        {
            throw RowErrors.NoEnvelope(data, error.Message);
        }
    }

    private static DebeziumEnvelope ReadMembers(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> operation = default;
        ReadOnlySpan<byte> after = default;
        long timestampMs = -1;
        var members = new JsonMembers(data);
        while (members.Next())
        {
            if (members.Is("op"u8))
            {
                operation = members.Kind == JsonTokenType.String ? members.Value[1..^1] : members.Value;
            }
            else if (members.Is("after"u8))
            {
                after = members.Kind == JsonTokenType.Null ? default : members.Value;
            }
            else if (members.Is("source"u8) && members.Kind == JsonTokenType.StartObject)
            {
                timestampMs = TimeIn(members.Value);
            }
        }

        return !operation.IsEmpty
            ? new DebeziumEnvelope(operation, after, timestampMs)
            : throw RowErrors.NoEnvelope(
                data, $"It has no field 'op'; its fields are {DebeziumJson.NamesIn(data)}.");
    }

    private static long TimeIn(ReadOnlySpan<byte> source)
    {
        var members = new JsonMembers(source);
        while (members.Next())
        {
            if (members.Is("ts_ms"u8) && members.Kind == JsonTokenType.Number)
            {
                var number = new Utf8JsonReader(members.Value);
                number.Read();
                return number.TryGetInt64(out long timestampMs) ? timestampMs : -1;
            }
        }

        return -1;
    }
}
