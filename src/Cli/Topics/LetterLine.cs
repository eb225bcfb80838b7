using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>A record of a topic of dead letters, as its headers tell of it.</summary>
internal sealed class LetterLine
{
    private readonly JsonElement _record;

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

    /// <summary>Reads the letters of a topic in the order of their times; records of others are passed over.</summary>
    public static async IAsyncEnumerable<LetterLine> ReadAsync(
        ITopicAccess topics, string topic,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = new RecordQuery(topic, null, StartPoint.Parse(StartPoint.Zero), null, false);
        await foreach (string line in topics.ConsumeAsync(all, cancellationToken))
        {
            var letter = new LetterLine(line, JsonElement.Parse(line));
            if (letter.Header("topic") is not null)
            {
                yield return letter;
            }
        }
    }

    /// <summary>The last of its name: a letter that was tried again and has failed again has two of each.</summary>
    private string? Header(string name)
    {
        string full = $"kappa.failure.{name}";
        return _record.Field("headers") is { ValueKind: JsonValueKind.Object } headers ? headers.Text(full)
            : _record.Items("headers").LastOrDefault(header => header.Text("name") == full).Text("value");
    }
}
