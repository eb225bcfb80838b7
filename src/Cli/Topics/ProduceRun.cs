using System.CommandLine.Parsing;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Writes a file to a topic.</summary>
/// <param name="context">Where to say how far it is.</param>
/// <param name="topics">Where the topic is.</param>
/// <param name="topic">The topic.</param>
/// <param name="fields">What of a line counts.</param>
/// <param name="source">What the file is called in messages.</param>
/// <param name="skip">Records at its start that are written already.</param>
internal sealed class ProduceRun(
    CliContext context, ITopicAccess topics, string topic, RecordFields fields, string source, long skip)
{
    private const string Skip = "--skip";

    /// <summary>Writes all records.</summary>
    /// <param name="records">The file.</param>
    /// <param name="command">What was typed behind <c>kappa</c>, for the command that goes on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ProduceResult> RunAsync(
        IRecordSource records, IEnumerable<Token> command, CancellationToken cancellationToken)
    {
        try
        {
            return await topics.ProduceAsync(
                topic, fields, sink => ReadAsync(records, sink, cancellationToken), cancellationToken);
        }
        catch (RecordLineException error)
        {
            throw error.In(source, records.Unit);
        }
        catch (IngestFullException error)
        {
            throw CliErrors.ProduceFull(
                topic, source, error.Acknowledged, skip, GoOn(command, skip + error.Acknowledged), error);
        }
    }

    private async Task ReadAsync(IRecordSource records, ILineSink sink, CancellationToken cancellationToken)
    {
        var skipped = new SkippedRecords(sink, skip, fields);
        await records.ReadAsync(new ProduceProgress(skipped, context, topic, records), cancellationToken);
        if (skipped.Skipped < skip)
        {
            throw CliErrors.SkipBeyondEnd(source, skip, skipped.Skipped);
        }
    }

    private static string GoOn(IEnumerable<Token> command, long skip)
    {
        List<string> words = [.. command.Select(token => token.Value)];
        if (words.IndexOf(Skip) is var at and >= 0)
        {
            words.RemoveRange(at, 2);
        }

        return string.Join(' ', ["kappa", .. words.Select(Quoted), Skip, $"{skip}"]);
    }

    private static string Quoted(string word) => word.Any(char.IsWhiteSpace) ? $"'{word}'" : word;
}
