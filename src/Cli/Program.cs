using Kappa.Cli;

return await CommandLine.RunAsync(args, CliContext.ForProcess());
