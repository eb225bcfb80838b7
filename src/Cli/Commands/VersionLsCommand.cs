using System.CommandLine;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary><c>kappa version ls</c>.</summary>
internal static class VersionLsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "ls", "List the versions of a topology: state, since when, who, and why.",
            "kappa version ls flight-delays", "kappa version ls flight-delays -o json");
        var arguments = new TopologyArguments(OutputOption.Text, OutputOption.Json, OutputOption.Ndjson);
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using TopologySession session = arguments.Open(context, parsed);
            string answer = await session.GetAsync("/versions", cancellationToken);
            JsonElement[] versions = [.. JsonElement.Parse(answer).Items("versions")];
            switch (session.Output)
            {
                case OutputOption.Json:
                    await context.Out.WriteLineAsync(answer);
                    break;
                case OutputOption.Ndjson:
                    foreach (JsonElement version in versions)
                    {
                        await context.Out.WriteLineAsync(version.GetRawText());
                    }

                    break;
                default:
                    VersionText.WriteTable(context, versions);
                    break;
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
