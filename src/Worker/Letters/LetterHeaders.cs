using System.Globalization;
using System.Text;

namespace Kappa.Worker;

/// <summary>The headers by which records of a topic of dead letters are known.</summary>
/// <remarks>
/// A letter has those of the record that failed, and <c>kappa.failure.*</c> (docs/failures.md). A note that settles one
/// has <c>kappa.letter.*</c>, and stands in the same partition, behind it.
/// </remarks>
internal static class LetterHeaders
{
    /// <summary>Of a note: the place of the letter that it settles.</summary>
    public const string Settles = "kappa.letter.settles";

    /// <summary>Of a note: <c>retried</c> or <c>dropped</c>.</summary>
    public const string Outcome = "kappa.letter.outcome";

    /// <summary>Of a note: who has settled it.</summary>
    public const string By = "kappa.letter.by";

    /// <summary>Of a note: why.</summary>
    public const string Reason = "kappa.letter.reason";

    /// <summary>Of a record that was written to its source once more: the letter that it was.</summary>
    public const string Retries = "kappa.letter.retries";

    private const string Topic = "kappa.failure.topic";
    private const string Partition = "kappa.failure.partition";

    /// <summary>Where the record of a letter was when it failed the last time; null where it is no letter.</summary>
    public static TopicPartition? SourceOf(ReadOnlySpan<byte> headers) =>
        Find(headers, Topic) is { } topic &&
        int.TryParse(Find(headers, Partition), NumberStyles.None, CultureInfo.InvariantCulture, out int partition)
            ? new TopicPartition(topic, partition)
            : null;

    /// <summary>The letter that a note settles; null where it is no note.</summary>
    public static LetterPlace? SettledBy(ReadOnlySpan<byte> headers) =>
        Find(headers, Settles) is { } place ? LetterPlace.Parse(place) : null;

    /// <summary>An outcome in a note and in an answer.</summary>
    public static string WordOf(LetterOutcome outcome) => outcome == LetterOutcome.Retried ? "retried" : "dropped";

    /// <summary>The headers of a note.</summary>
    public static byte[] Note(LetterPlace place, LetterOutcome outcome, SettleLettersRequest request)
    {
        List<(string Name, string Value)> all =
            [(Settles, $"{place}"), (Outcome, WordOf(outcome))];
        if (request.By is { } by)
        {
            all.Add((By, by));
        }

        if (request.Reason is { } reason)
        {
            all.Add((Reason, reason));
        }

        return RecordHeaders.Encode(all.Select(Bytes));
    }

    /// <summary>The headers of a record that is tried again: those that it had, and the letter that it was.</summary>
    public static byte[] Retry(ReadOnlySpan<byte> headers, string topic, LetterPlace place) =>
        RecordHeaders.Encode(RecordHeaders.Read(headers).Append(Bytes((Retries, $"{topic}/{place}"))));

    private static string? Find(ReadOnlySpan<byte> headers, string name)
    {
        if (headers.IsEmpty)
        {
            return null;
        }

        byte[] wanted = Encoding.UTF8.GetBytes(name);
        byte[]? value = RecordHeaders.Read(headers)
            .LastOrDefault(header => header.Name.AsSpan().SequenceEqual(wanted)).Value;
        return value is null ? null : Encoding.UTF8.GetString(value);
    }

    private static (byte[] Name, byte[]? Value) Bytes((string Name, string Value) header) =>
        (Encoding.UTF8.GetBytes(header.Name), Encoding.UTF8.GetBytes(header.Value));
}
