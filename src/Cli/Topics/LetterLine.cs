using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>A record of a topic of dead letters, as its headers tell of it.</summary>
internal sealed class LetterLine
{
    private readonly JsonElement _record;
    private JsonElement? _note; // What says that it is settled.

    private LetterLine(string line, JsonElement record) => (Line, _record) = (line, record);

    /// <summary>The envelope as it was read.</summary>
    public string Line { get; }

    /// <summary>Where the letter is: <c>0@17</c>.</summary>
    public string Place => $"{_record.Text("partition")}@{_record.Text("offset")}";

    /// <summary>The source topic that the record is from.</summary>
    public string Topic => Header("topic") ?? "";

    /// <summary>Where the record was: <c>flights/0@1500</c>.</summary>
    public string Source => $"{Topic}/{Header("partition")}@{Header("offset")}";

    /// <summary>Who has failed on it: <c>flight-delays v1</c>.</summary>
    public string Version => $"{Header("topology")} v{Header("version")}";

    public string Stage => Header("stage") ?? "";

    /// <summary>What was thrown.</summary>
    public string Error => Header("error") ?? "";

    /// <summary>The type of what was thrown, which is the same for records that fail alike.</summary>
    public string Kind => Error.Split(':')[0];

    /// <summary>What has become of it: <c>open</c>, or <c>retried by ana: the parser is mended</c>.</summary>
    public string State => _note is not { } note ? "open" : string.Concat(
        HeaderOf(note, LetterHeaders.Outcome),
        HeaderOf(note, LetterHeaders.By) is { } by ? $" by {by}" : "",
        HeaderOf(note, LetterHeaders.Reason) is { } reason ? $": {reason}" : "");

    /// <summary>Reads the letters of a topic in the order of their times; records of others are passed over.</summary>
    /// <param name="topics">Where topics are.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="all">Whether those come too that are settled.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<LetterLine> ReadAsync(
        ITopicAccess topics, string topic, bool all,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<string, JsonElement> notes = [];
        await foreach (LetterLine line in LinesAsync(topics, topic, cancellationToken))
        {
            if (HeaderOf(line._record, LetterHeaders.Settles) is { } settled)
            {
                notes[settled] = line._record;
            }
        }

        await foreach (LetterLine line in LinesAsync(topics, topic, cancellationToken))
        {
            line._note = notes.TryGetValue(line.Place, out JsonElement note) ? note : null;
            if (line.Header("topic") is not null && (all || line._note is null))
            {
                yield return line;
            }
        }
    }

    private static IAsyncEnumerable<LetterLine> LinesAsync(
        ITopicAccess topics, string topic, CancellationToken cancellationToken)
    {
        var all = new RecordQuery(topic, null, StartPoint.Parse(StartPoint.Zero), null, false);
        return topics.ConsumeAsync(all, cancellationToken)
            .Select(line => new LetterLine(line, JsonElement.Parse(line)));
    }

    private string? Header(string name) => HeaderOf(_record, $"kappa.failure.{name}");

    /// <summary>The last of its name: a letter that was tried again and has failed again has two of each.</summary>
    private static string? HeaderOf(JsonElement record, string name) =>
        record.Field("headers") is { ValueKind: JsonValueKind.Object } headers ? headers.Text(name)
            : record.Items("headers").LastOrDefault(header => header.Text("name") == name).Text("value");
}
