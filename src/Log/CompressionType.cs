namespace Kappa.Logs;

/// <summary>How the records of a batch are compressed; the numbers are Kafka's.</summary>
public enum CompressionType
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>LZ4 frames: half the bytes or less of JSON, read at half the speed.</summary>
    Lz4 = 3,

    /// <summary>Zstandard: smaller still, read at a fifth of the speed; for archives.</summary>
    Zstd = 4,
}
