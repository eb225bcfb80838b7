using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa demo</c>: the whole way from records to an answer, with nothing to set up.</summary>
internal static class DemoCommand
{
    private const string DefaultDirectory = "kappa-demo";

    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "demo", "Load real flights, run a topology over them, and show the airports with the worst delays.",
            "kappa demo", "kappa demo --dir /tmp/flights", "kappa demo --bootstrap localhost:9092");
        var directory = new Option<string>("--dir")
        {
            Description = $"Where to make it. The default is ./{DefaultDirectory}; an earlier demo there is made " +
                "afresh.",
            DefaultValueFactory = _ => DefaultDirectory,
            HelpName = "DIR",
        };
        var kafka = new KafkaOptions();
        Option<string> output = OutputOption.Create();
        command.Options.Add(directory);
        command.Options.Add(output);
        kafka.AddTo(command);
        command.SetAction((parsed, cancellationToken) => new Demo(
            context, parsed.GetValue(directory)!, kafka.Get(parsed), parsed.GetValue(output)!)
            .RunAsync(cancellationToken));
        return command;
    }
}
