using System.CommandLine;
using System.CommandLine.Parsing;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>The options that say what a topic is created with.</summary>
internal sealed class TopicSettingsOptions
{
    private readonly Option<int> _partitions = new("--partitions")
    {
        Description = "Number of partitions; it cannot be changed later.",
        Required = true,
        HelpName = "N",
    };

    private readonly Option<string?> _cleanup = new Option<string?>("--cleanup")
    {
        Description = "keep: records stay (the default). compact: the last record of each key stays.",
        HelpName = "keep|compact",
    }.AcceptOnlyFromAmong(TopicWords.Keep, TopicWords.Compact);

    // The name of --cleanup compact before there was a choice.
    private readonly Option<bool> _compact = new("--compact") { Hidden = true };

    private readonly Option<long> _retention = new("--retention")
    {
        Description = "How long records stay, such as 12h, 7d or 4w. The default is forever: what is to be replayed " +
            "must be there.",
        HelpName = $"DURATION|{RetentionArgument.Forever}",
        CustomParser = RetentionArgument.ParseTime,
        DefaultValueFactory = _ => RetentionArgument.None,
    };

    private readonly Option<long> _retentionBytes = new("--retention-bytes")
    {
        Description = "Size beyond which a partition loses its oldest records, such as 10GB. The default is unlimited.",
        HelpName = $"SIZE|{RetentionArgument.Unlimited}",
        CustomParser = RetentionArgument.ParseSize,
        DefaultValueFactory = _ => RetentionArgument.None,
    };

    private readonly Option<string?> _compression = new Option<string?>("--compression")
    {
        Description = "How records are compressed by whoever writes them. The default is lz4.",
        HelpName = string.Join('|', TopicWords.Compressions),
    }.AcceptOnlyFromAmong([.. TopicWords.Compressions]);

    public void AddTo(Command command)
    {
        command.Options.Add(_partitions);
        command.Options.Add(_cleanup);
        command.Options.Add(_compact);
        command.Options.Add(_retention);
        command.Options.Add(_retentionBytes);
        command.Options.Add(_compression);
        command.Validators.Add(result =>
        {
            bool compacts = result.GetValue(_compact) || result.GetValue(_cleanup) == TopicWords.Compact;
            if (result.GetValue(_compact) && result.GetValue(_cleanup) == TopicWords.Keep)
            {
                result.AddError("--compact and --cleanup keep contradict each other: give one of them.");
            }
            else if (compacts && (HasLimit(result, _retention) || HasLimit(result, _retentionBytes)))
            {
                result.AddError(
                    "A compacted topic keeps the last record of each key for ever, so --retention and " +
                    "--retention-bytes contradict it: leave them out, or take --cleanup keep.");
            }
        });
    }

    public CreateTopicRequest Request(ParseResult parsed, string name) => new(
        name, parsed.GetValue(_partitions),
        parsed.GetValue(_compact) ? TopicWords.Compact : parsed.GetValue(_cleanup),
        RetentionArgument.Limit(parsed.GetValue(_retention)),
        RetentionArgument.Limit(parsed.GetValue(_retentionBytes)), parsed.GetValue(_compression));

    /// <summary>Validators run before defaults are there: what was not given has no value yet.</summary>
    private static bool HasLimit(CommandResult result, Option<long> option) =>
        result.GetResult(option) is { Implicit: false } && result.GetValue(option) >= 0;
}
