using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary>The options that say what a row's key is and what a dump may change.</summary>
internal sealed class SnapshotApplyOptions
{
    private readonly Option<string?> _key = new("--key")
    {
        Description = "The fields that are a row's key, with commas between them. The default for a table of a " +
            "database is its primary key; a dump in files has none.",
        HelpName = "FIELD,...",
    };

    private readonly Option<string?> _id = new("--id")
    {
        Description = "Name of the snapshot. Ids that differ in their numbers alone are in order. The default is now.",
        HelpName = "ID",
    };

    private readonly Option<string?> _started = new("--started")
    {
        Description = "When the dump was begun, such as 2026-11-30T02:00:00Z. The default is now.",
        HelpName = "TIME",
    };

    private readonly Option<string?> _ignore = new("--ignore")
    {
        Description = "Fields whose change alone does not change a row.",
        HelpName = "FIELD,...",
    };

    private readonly Option<string?> _types = new("--types")
    {
        Description = "What columns are: time, in any notation, and of CSV and TSV also text, number or boolean, " +
            "where their values mislead. Those are inferred from all rows of the first dump. All are remembered.",
        HelpName = "FIELD=TYPE,...",
    };

    private readonly Option<string> _maxDelete = new("--max-delete")
    {
        Description = "Most rows that may be deleted: a share of the table or a number. The default is 10%.",
        DefaultValueFactory = _ => DeleteLimit.Default.ToString(),
        HelpName = "SHARE%|N",
    };

    private readonly Option<long?> _expectRows = new("--expect-rows")
    {
        Description = "Rows that the dump has: with more or fewer it is refused.",
        HelpName = "N",
    };

    private readonly Option<string> _duplicates = new Option<string>("--duplicates")
    {
        Description = "Where a key comes twice: refuse the dump (the default), or let its first or last row count.",
        DefaultValueFactory = _ => "fail",
        HelpName = "fail|first|last",
    }.AcceptOnlyFromAmong("fail", "first", "last");

    private readonly Option<string> _keyless = new Option<string>("--keyless")
    {
        Description = "Where a row has no key: refuse the dump (the default), or leave the row out.",
        DefaultValueFactory = _ => "fail",
        HelpName = "fail|skip",
    }.AcceptOnlyFromAmong("fail", "skip");

    private readonly Option<bool> _allowOlder = new("--allow-older")
    {
        Description = "Take a snapshot whose id comes before the last one's.",
    };

    private readonly Option<bool> _allowColumns = new("--allow-columns")
    {
        Description = "Take a dump that has other columns than the last one.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Do everything but the writing, and say what would change.",
    };

    public SnapshotApplyOptions()
    {
        _maxDelete.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { Length: > 0 } text && !DeleteLimit.TryParse(text, out _))
            {
                result.AddError($"--max-delete is a share such as 10%, or a number of rows, and not '{text}'.");
            }
        });
        _started.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { Length: > 0 } text && TimeOf(text) is null)
            {
                result.AddError($"--started is a time such as 2026-11-30T02:00:00Z, and not '{text}'.");
            }
        });
        _types.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { Length: > 0 } text && !TryTypes(text, out _))
            {
                result.AddError($"--types is {ColumnTypeText.Expected}, and not '{text}'.");
            }
        });
    }

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
        [
            _key, _id, _started, _ignore, _types, _maxDelete, _expectRows, _duplicates, _keyless, _allowOlder,
            _allowColumns, _dryRun,
        ])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether the key is named.</summary>
    public bool HasKey(SymbolResult result) => KeyOf(result.GetValue(_key)) is not null;

    /// <summary>The fields of the key; null where they are not named.</summary>
    public IReadOnlyList<string>? KeyOf(ParseResult parsed) => KeyOf(parsed.GetValue(_key));

    /// <param name="parsed">What was typed.</param>
    /// <param name="dump">Its key, and when it was begun unless that was typed.</param>
    public SnapshotOptions Get(ParseResult parsed, SnapshotDump dump) => new()
    {
        Key = dump.Key,
        Id = parsed.GetValue(_id),
        Started = TimeOf(parsed.GetValue(_started)) ?? dump.Started,
        Ignore = parsed.GetValue(_ignore) is { } ignored ? Fields(ignored) : [],
        Types = TryTypes(parsed.GetValue(_types) ?? "", out Dictionary<string, ColumnType> types) ? types : [],
        MaxDelete = DeleteLimit.TryParse(parsed.GetRequiredValue(_maxDelete), out DeleteLimit limit)
            ? limit : DeleteLimit.Default,
        ExpectRows = parsed.GetValue(_expectRows),
        Duplicates = parsed.GetValue(_duplicates) switch
        {
            "first" => DuplicatePolicy.First,
            "last" => DuplicatePolicy.Last,
            _ => DuplicatePolicy.Fail,
        },
        SkipKeyless = parsed.GetValue(_keyless) == "skip",
        AllowOlder = parsed.GetValue(_allowOlder),
        AllowColumns = parsed.GetValue(_allowColumns),
        DryRun = parsed.GetValue(_dryRun),
    };

    /// <summary>One that names no zone is in UTC, as in dumps.</summary>
    private static DateTimeOffset? TimeOf(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private static bool TryTypes(string text, out Dictionary<string, ColumnType> types) =>
        ColumnTypeText.TryParse(text, out types);

    private static string[]? KeyOf(string? text) => Fields(text ?? "") is { Length: > 0 } fields ? fields : null;

    private static string[] Fields(string text) => ColumnTypeText.Fields(text);
}
