using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.Replay;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa skip</c>.</summary>
internal static class SkipCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "skip", "Let a version that has stopped at a record pass it over, and go on.",
            "kappa skip flight-delays flights/0@1500 --reason test-data",
            "kappa skip flight-delays flights/0@1500 --version 2");
        var topology = new Argument<string>("TOPOLOGY") { Description = "Name of the topology." };
        var record = new Argument<string>(RecordPlace.Form)
        {
            Description = "The record, as the error that stopped the version names it.",
        };
        var version = new Option<int?>("--version")
        {
            Description = "The version. The default is the one that has stopped, the live one before others.",
            HelpName = "N",
        };
        var reason = new Option<string?>("--reason")
        {
            Description = "Why; `kappa version describe` shows it.",
            HelpName = "TEXT",
        };
        Option<string> output = OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Json);
        var server = new ServerOptions();
        command.Arguments.Add(topology);
        command.Arguments.Add(record);
        command.Options.Add(version);
        command.Options.Add(reason);
        command.Options.Add(output);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            (TopicPartition source, long offset) = RecordPlace.Parse(parsed.GetRequiredValue(record));
            var request = new SkipRequest(
                source, offset, parsed.GetValue(version), Environment.UserName, parsed.GetValue(reason));
            string name = parsed.GetRequiredValue(topology);
            bool isDirect = parsed.GetValue(server.Directory) is { } named && IsFree(named);
            string answer = isDirect
                ? NoteDirectly(context, parsed.GetRequiredValue(server.Directory)!, name, request)
                : await AskAsync(context, parsed, server, name, request, cancellationToken);
            await context.Out.WriteLineAsync(
                parsed.GetValue(output) == OutputOption.Json ? answer : Text(answer, request, isDirect));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Whether a directory has a log that no worker owns.</summary>
    private static bool IsFree(string directory) =>
        Directory.Exists(new DataDirectory(directory).Log) && DirectoryOwner.Find(directory) is null;

    private static async Task<string> AskAsync(
        CliContext context, ParseResult parsed, ServerOptions server, string topology, SkipRequest request,
        CancellationToken cancellationToken)
    {
        using var session = new TopologySession(
            context, WorkerFinder.Find(context, parsed, server), topology, OutputOption.Json,
            ServerText.Of(parsed, server));
        var body = new JsonObject
        {
            ["version"] = request.Version,
            ["topic"] = request.Source.Topic,
            ["partition"] = request.Source.Partition,
            ["offset"] = request.Offset,
            ["reason"] = request.Reason,
        };
        return await session.PostAsync("/skip", body, cancellationToken);
    }

    private static string NoteDirectly(CliContext context, string directory, string topology, SkipRequest request)
    {
        using DirectLog log = DirectLog.Open(directory, context);
        using VersionRegistry registry = VersionRegistry.Open(log.Log, context.Time);
        var skip = new RecordSkip(log.Log, registry, EngineRunner.Instance, context.Time);
        VersionRecord version = skip.NoteForNextStart(topology, request);
        var answer = new ArrayBufferWriter<byte>();
        AnswerJson.Write(answer, writer => VersionJson.WriteRecord(writer, version, version.Error));
        return Encoding.UTF8.GetString(answer.WrittenSpan);
    }

    private static string Text(string answer, SkipRequest request, bool isDirect)
    {
        JsonElement version = JsonElement.Parse(answer);
        return $"{version.Text("topology")} v{version.Text("version")} passes over the record at offset " +
            $"{request.Offset} of {request.Source}, and {(isDirect ? "goes on when a worker runs it" : "goes on")}.";
    }
}
