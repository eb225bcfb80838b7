using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Kappa.Analyzers.Tests;

/// <summary>Code that is analyzed; what is to be reported stands in marks, as in <c>{|KAP9001:…|}</c>.</summary>
internal static class Code
{
    private const string Head = """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.IO;
        using System.Linq;
        using System.Text;
        using System.Threading.Tasks;
        using Kappa;

        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>Analyzes the operators of a topology over a stream of numbers by name.</summary>
    /// <param name="operators">What follows the stream, as in <c>MapValues(value => value + 1)</c>.</param>
    /// <param name="members">Other members of the topology.</param>
    public static Task OperatorsAsync(string operators, string members = "") =>
        AnalyzeAsync(Topology(operators, members));

    /// <summary>Analyzes the body of a processor's Process.</summary>
    public static Task ProcessorAsync(string body, string members = "") => AnalyzeAsync(Processor(body, members));

    /// <summary>Analyzes a file.</summary>
    public static Task AnalyzeAsync(string code) => RunAsync<EmptyCodeFixProvider>(Head + code, Head + code);

    /// <summary>Analyzes a file, and mends what is reported.</summary>
    public static Task FixAsync<TFix>(string code, string mended)
        where TFix : CodeFixProvider, new() => RunAsync<TFix>(Head + code, Head + mended);

    public static string Topology(string operators, string members = "") => $$"""
        [Topology("numbers")]
        public sealed class Numbers : ITopology
        {
            {{members}}

            public void Build(StreamBuilder builder)
            {
                builder.Stream<string, long>("numbers").{{operators}};
            }
        }
        """;

    public static string Processor(string body, string members = "") => $$"""
        public sealed class Own : IProcessor<string, long, string, long>
        {
            private IProcessorContext<string, long> _context = null!;
            {{members}}

            public void Init(IProcessorContext<string, long> context) => _context = context;

            public void Process(in Record<string, long> record)
            {
                {{body}}
            }
        }
        """;

    /// <summary>The codes of what is reported, in the order of the text.</summary>
    public static async Task<string[]> CodesAsync(string code)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Analyzed", [CSharpSyntaxTree.ParseText(Head + code)], References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.DoesNotContain(compilation.GetDiagnostics(), found => found.Severity == DiagnosticSeverity.Error);
        return [.. (await compilation.WithAnalyzers([new ReplayAnalyzer()]).GetAnalyzerDiagnosticsAsync())
            .OrderBy(found => found.Location.SourceSpan.Start).Select(found => found.Id)];
    }

    private static Task RunAsync<TFix>(string code, string mended)
        where TFix : CodeFixProvider, new()
    {
        var test = new CSharpCodeFixTest<ReplayAnalyzer, TFix, DefaultVerifier>
        {
            TestCode = code,
            FixedCode = mended,
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"), // The test's own: nothing is downloaded.
        };
        test.TestState.AdditionalReferences.AddRange(References);
        test.CompilerDiagnostics = CompilerDiagnostics.Errors;
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
