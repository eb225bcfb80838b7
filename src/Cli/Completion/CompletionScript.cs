namespace Kappa.Cli;

/// <summary>Scripts that complete command lines in a shell. They ask nobody, so they start no process.</summary>
internal static class CompletionScript
{
    public static IReadOnlyDictionary<string, Func<IReadOnlyList<CommandWords>, string>> All { get; } =
        new Dictionary<string, Func<IReadOnlyList<CommandWords>, string>>
        {
            ["bash"] = Bash,
            ["zsh"] = Zsh,
            ["fish"] = Fish,
            ["pwsh"] = Pwsh,
        };

    private static string Bash(IReadOnlyList<CommandWords> words) => $$"""
        # Completion of kappa for bash: source <(kappa completion bash)
        _kappa() {
          local current="${COMP_WORDS[COMP_CWORD]}" path=kappa word words=
          for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
            case "$path $word" in
              {{Paths(words, "|", "\"")}}) path="$path $word" ;;
            esac
          done
          case "$path" in
        {{Cases(words, path => $"    \"{path.Path}\") words=\"{Joined(path)}\" ;;")}}
          esac
          COMPREPLY=($(compgen -W "$words" -- "$current"))
        }
        complete -o default -F _kappa kappa

        """;

    private static string Zsh(IReadOnlyList<CommandWords> words) => $$"""
        #compdef kappa
        # Completion of kappa for zsh: source <(kappa completion zsh)
        _kappa() {
          local path_=kappa word
          for word in "${(@)words[2,CURRENT-1]}"; do
            case "$path_ $word" in
              {{Paths(words, "|", "\"")}}) path_="$path_ $word" ;;
            esac
          done
          case "$path_" in
        {{Cases(words, path => $"    \"{path.Path}\") compadd -- {Joined(path)} ;;")}}
          esac
          _files
        }
        compdef _kappa kappa

        """;

    private static string Fish(IReadOnlyList<CommandWords> words) => $$"""
        # Completion of kappa for fish: kappa completion fish | source
        function __kappa_at
          set -l path kappa
          for word in (commandline -opc)[2..-1]
            if contains -- "$path $word" {{Paths(words, " ", "\"")}}
              set path "$path $word"
            end
          end
          test "$path" = "$argv"
        end
        {{Cases(words, path => $"complete -c kappa -n '__kappa_at {path.Path}' -a '{Joined(path)}'")}}

        """;

    private static string Pwsh(IReadOnlyList<CommandWords> words) => $$"""
        # Completion of kappa for PowerShell: kappa completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName kappa -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          $words = @{
        {{Cases(words, path => $"    '{path.Path}' = '{Joined(path)}'")}}
          }
          $path = 'kappa'
          foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
            if ($words.ContainsKey("$path $element")) { $path = "$path $element" }
          }
          $words[$path] -split ' ' | Where-Object { $_ -like "$wordToComplete*" }
        }

        """;

    private static string Joined(CommandWords words) => string.Join(' ', words.All);

    private static string Cases(IReadOnlyList<CommandWords> words, Func<CommandWords, string> line) =>
        string.Join('\n', words.Select(line));

    /// <summary>All paths but the first, each in quotes.</summary>
    private static string Paths(IReadOnlyList<CommandWords> words, string between, string quote) =>
        string.Join(between, words.Skip(1).Select(path => $"{quote}{path.Path}{quote}"));
}
