namespace Kappa.Interpreter;

/// <summary>A record of a source topic.</summary>
internal sealed record SourceRecord(
    string Topic, int Partition, long Offset, byte[]? Key, byte[]? Value, long TimestampMs);
