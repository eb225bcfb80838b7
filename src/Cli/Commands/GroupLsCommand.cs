using System.CommandLine;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa group ls</c>.</summary>
internal static class GroupLsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "ls", "List groups, with their members and their lag.", "kappa group ls",
            "kappa group ls --dir kappa-demo -o json", "kappa group ls --bootstrap localhost:9092");
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using IGroupAccess groups = GroupAccess.Open(context, parsed, source);
            Print(context, await groups.ListAsync(cancellationToken), parsed.GetValue(output)!);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliContext context, GroupList list, string output) => ListOutput.Print(
        context, output, (list, WorkerJson.Readable.GroupList), (list.Groups, WorkerJson.Readable.GroupInfo),
        () => TextTable.Write(
            context, ["Group", ">Members", ">Partitions", ">Lag"],
            list.Groups.Select(group => new[]
            {
                group.Name, GroupText.Number(group.Members), GroupText.Number(group.Offsets.Count),
                GroupText.Number(group.Lag),
            })));
}
