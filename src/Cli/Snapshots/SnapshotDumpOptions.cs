using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kappa.Cli;

/// <summary>What says where the dump is: files, standard input, or a database.</summary>
internal sealed class SnapshotDumpOptions
{
    private readonly Argument<string?> _file = new("SOURCE")
    {
        Description = "The dump: .csv, .tsv, .json (an array, or a row a line), .ndjson, .jsonl, .parquet, a " +
            "folder of such files, or - for standard input. None with --postgres.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _format = new Option<string?>("--format")
    {
        Description = "What SOURCE is, where its name does not say it.",
        HelpName = "csv|tsv|json|parquet",
    }.AcceptOnlyFromAmong(SnapshotPart.Csv, SnapshotPart.Tsv, SnapshotPart.Json, SnapshotPart.Parquet);

    private readonly PostgresOptions _postgres = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_format);
        _postgres.AddTo(command);
    }

    /// <summary>What does not go together; null where all does.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="hasKey">Whether the key is named.</param>
    public string? Error(SymbolResult result, bool hasKey)
    {
        bool hasFile = result.GetValue(_file) is not null;
        return (hasFile, _postgres.IsGiven(result)) switch
        {
            (true, true) => "Name the dump with SOURCE or with --postgres, and not with both.",
            (false, true) when result.GetValue(_format) is not null => "--format is about SOURCE, not a database.",
            _ when _postgres.Error(result, hasKey) is { } error => error,
            (false, false) => "The dump is missing: name it with SOURCE, or with --postgres and --table.",
            (true, false) when !hasKey => "Option '--key' is required.",
            _ => null,
        };
    }

    /// <summary>Opens the dump.</summary>
    /// <param name="context">Standard input, and where to say how far it is.</param>
    /// <param name="parsed">What was typed.</param>
    /// <param name="topic">The topic, for messages.</param>
    /// <param name="key">The fields of the key that were named; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<SnapshotDump> OpenAsync(
        CliContext context, ParseResult parsed, string topic, IReadOnlyList<string>? key,
        CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_file) is not { } file)
        {
            return await _postgres.OpenAsync(context, parsed, topic, key, cancellationToken);
        }

        return PostgresAddress.IsUri(file) ? throw PostgresErrors.SourceIsAddress()
            : new SnapshotDump(new SnapshotFile(context, file, parsed.GetValue(_format), topic), key!);
    }
}
