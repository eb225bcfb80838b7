using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa completion</c>: a script that completes command lines.</summary>
internal static class CompletionCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "completion", "Print a script that completes commands and options in a shell.",
            "kappa completion bash", "kappa completion fish");
        var shell = new Argument<string>("SHELL")
        {
            Description = $"One of {string.Join(", ", CompletionScript.All.Keys)}.",
        };
        shell.AcceptOnlyFromAmong([.. CompletionScript.All.Keys]);
        command.Arguments.Add(shell);
        command.SetAction(parsed => context.Out.Write(
            CompletionScript.All[parsed.GetRequiredValue(shell)](CommandWords.Of(CommandLine.CreateRoot(context)))));
        return command;
    }
}
