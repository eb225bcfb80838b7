using System.Globalization;
using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>The settings of a topic between the port and the words of the API and the commands.</summary>
internal static class TopicWords
{
    public const string Keep = "keep";
    public const string Compact = "compact";

    /// <summary>The names of compressions.</summary>
    public static IReadOnlyList<string> Compressions { get; } = ["none", "lz4", "zstd"];

    public static string Of(CleanupPolicy cleanup) => cleanup == CleanupPolicy.Compact ? Compact : Keep;

    public static string Of(CompressionType compression) => compression switch
    {
        CompressionType.None => "none",
        CompressionType.Zstd => "zstd",
        _ => "lz4",
    };

    /// <exception cref="KappaException">KAP6205 (exit 2): a word is none of these, or a number is too
    /// large.</exception>
    public static TopicSettings Settings(CreateTopicRequest request) => new()
    {
        Partitions = request.Partitions,
        Cleanup = request.Cleanup switch
        {
            null or Keep => CleanupPolicy.Keep,
            Compact => CleanupPolicy.Compact,
            var other => throw HttpErrors.BadParameter("cleanup", other, $"{Keep} or {Compact}"),
        },
        RetentionTime = request.RetentionMs is { } retention ? Time(retention) : null,
        RetentionBytes = request.RetentionBytes,
        Compression = request.Compression switch
        {
            null or "lz4" => CompressionType.Lz4,
            "none" => CompressionType.None,
            "zstd" => CompressionType.Zstd,
            var other => throw HttpErrors.BadParameter("compression", other, string.Join(", ", Compressions)),
        },
    };

    private static TimeSpan Time(long milliseconds)
    {
        long most = TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond;
        return milliseconds >= 0 && milliseconds <= most
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw HttpErrors.BadParameter(
                "retentionMs", milliseconds.ToString(CultureInfo.InvariantCulture), $"0 to {most}, or null for ever");
    }
}
