using System.CommandLine;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary><c>kappa new</c>: a project of one's own, as <c>dotnet new kappa</c> makes it.</summary>
internal static class NewCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "new", "Make a project with a topology, its test and sample data, in a folder of its name.",
            "kappa new Shop", "kappa new Shop --template window", "kappa new Shop --template join --into src/Shop");
        var name = new Argument<string>("NAME")
        {
            Description = "Name of the project, and of its namespace: letters, digits, _ and dots.",
        };
        var template = new Option<string>("--template")
        {
            Description = $"What its topology does: {string.Join(", ", ProjectTemplate.Names)}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => ProjectTemplate.Default,
        };
        var into = new Option<string?>("--into")
        {
            Description = "The folder, which has to be empty or new. The default is one of the project's name.",
            HelpName = "DIR",
        };
        Option<string> output = OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Json);
        command.Arguments.Add(name);
        command.Options.Add(template);
        command.Options.Add(into);
        command.Options.Add(output);
        command.SetAction(async (parsed, _) =>
        {
            string project = parsed.GetRequiredValue(name);
            string directory = parsed.GetValue(into) ?? project;
            IReadOnlyList<string> files = Write(parsed.GetRequiredValue(template), project, directory);
            await context.Out.WriteLineAsync(parsed.GetValue(output) == OutputOption.Json
                ? JsonSerializer.Serialize([.. files], ProjectJson.Default.StringArray)
                : $"{project} is in {directory}, {files.Count} files.\n" +
                  $"  test it:  cd {directory} && dotnet test\n" +
                  $"  read on:  {Path.Combine(directory, "README.md")}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static IReadOnlyList<string> Write(string template, string project, string directory)
    {
        if (!ProjectTemplate.Names.Contains(template))
        {
            throw CliErrors.BadValue("--template", template, $"one of {string.Join(", ", ProjectTemplate.Names)}");
        }

        if (!ProjectTemplate.CanName(project))
        {
            throw CliErrors.BadValue("NAME", project, "the name of a namespace, such as Shop or Acme.Shop");
        }

        return File.Exists(directory)
            || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
            ? throw CliErrors.FolderNotEmpty(directory) : ProjectTemplate.Write(template, project, directory);
    }
}
