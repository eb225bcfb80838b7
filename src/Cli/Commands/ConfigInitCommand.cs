using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa config init</c>: a file in which all settings are described.</summary>
internal static class ConfigInitCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string?> file = ConfigCommand.File(
            "The file to write, which must not be there. The default is standard output.");
        var schema = new Option<bool>("--schema") { Description = "Write the JSON schema, which editors check by." };
        var command = new CliCommand(
            "init", "Write a configuration file with all settings described and left out.",
            "kappa config init kappa.yaml", "kappa config init", "kappa config init --schema");
        command.Arguments.Add(file);
        command.Options.Add(schema);
        command.SetAction(parsed =>
        {
            string text = parsed.GetValue(schema) ? ConfigText.Schema() : ConfigText.Init();
            if (parsed.GetValue(file) is not { } path)
            {
                context.Out.Write(text);
                return ExitCodes.Done;
            }

            Write(path, text);
            context.Error.WriteLine($"Wrote {path}. Check it with: {context.CommandName} config validate {path}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Write(string path, string text)
    {
        try
        {
            using var writer = new StreamWriter(new FileStream(path, FileMode.CreateNew));
            writer.Write(text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ConfigErrors.Unwritable(path, error.Message);
        }
    }
}
