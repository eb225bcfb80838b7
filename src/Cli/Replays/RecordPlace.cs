using System.Globalization;

namespace Kappa.Cli;

/// <summary>Where a record is, as people write it: <c>flights/0@1500</c>.</summary>
internal static class RecordPlace
{
    /// <summary>What it is called in the help.</summary>
    public const string Form = "TOPIC/PARTITION@OFFSET";

    /// <summary>Reads it.</summary>
    /// <exception cref="KappaException">KAP7101 (exit 2): it is none.</exception>
    public static (TopicPartition Partition, long Offset) Parse(string text)
    {
        int slash = text.LastIndexOf('/');
        int at = text.LastIndexOf('@');
        return slash > 0 && at > slash
            && int.TryParse(
                text.AsSpan(slash + 1, at - slash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            ? (new TopicPartition(text[..slash], number), offset)
            : throw CliErrors.BadValue(Form, text, "such as flights/0@1500");
    }
}
