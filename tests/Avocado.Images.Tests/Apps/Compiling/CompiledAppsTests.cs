using System.Globalization;
using System.Text;
using Avocado.Images.Apps.Compiling;
using Avocado.Images.Apps.Tools;
using Avocado.Packages.Caching;
using Avocado.Testing;

namespace Avocado.Images.Tests.Apps.Compiling;

public sealed class CompiledAppsTests : IDisposable
{
    private static readonly string[] s_files =
    [
        "App/Program.cs", "App/obj/Info.cs", "App/obj/words.resources", "App/key.snk", "App/obj/source.json",
        "App/rules.txt", "App/icon.ico", "lib/lib.dll", "ref/ref.dll", "sdk/rules.dll", "sdk/csc.dll",
        "sdk/csc.deps.json", "sdk/all.globalconfig", "sdk/csc.runtimeconfig.json", "sdk/Microsoft.CodeAnalysis.dll",
        "sdk/Microsoft.CodeAnalysis.CSharp.dll", ".editorconfig",
    ];

    private static readonly string[] s_arguments =
    [
        "/noconfig", "/unsafe-", "/nowarn:1701,1702", "/fullpaths", "/define:TRACE;RELEASE", "/warnaserror+:NU1605",
        "/preferreduilang:en", "/reference:{0}/lib/lib.dll", "/reference:other={0}/ref/ref.dll", "/debug+",
        "/debug:portable", "/optimize+", "/out:{0}/App/obj/App.dll", "/refout:{0}/App/obj/ref/App.dll", "/doc:obj/App.xml",
        "/target:exe", "/deterministic+", "/langversion:14.0", "/analyzerconfig:{0}/.editorconfig",
        "/analyzerconfig:{0}/sdk/all.globalconfig",
        "/analyzerconfig:{0}/App/obj/generated.editorconfig", "/analyzer:{0}/sdk/rules.dll", "/additionalfile:rules.txt",
        "/resource:obj/words.resources,App.Words.resources", "/keyfile:{0}/App/key.snk", "/win32icon:icon.ico",
        "/sourcelink:obj/source.json", "/features:InterceptorsNamespaces=X", "/pathmap:{0}/App/=/_/App", "Program.cs",
        "{0}/App/obj/Info.cs",
    ];

    private static readonly ToolWarning s_warning = new("CS0168", "", "Program.cs", 2, 5, 2, 0, "never used", "https://x");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Files => [.. s_files, "App/obj/generated.editorconfig"];

    public static TheoryData<string> Arguments =>
        [.. s_arguments.Where(a => !a.StartsWith("/preferreduilang:", StringComparison.Ordinal))];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Another_clone_gets_what_one_made_with_its_warnings_about_its_own_files()
    {
        CompilerInputs one = Clone("one");
        Compile("one");
        using ToolCache cache = Cache();
        Assert.Null(await cache.TryFetchAsync(one, default));
        ToolWarning told = s_warning with
        {
            File = _folder["one/App/Program.cs"],
            Message = $"see {_folder["one/App/rules.txt"]}",
        };
        Assert.True(await cache.StoreAsync(one, [s_warning, told], default));

        CompilerInputs two = Clone("two");
        Assert.Equal(one.Key, two.Key);
        // Nor does it matter where .NET lies.
        foreach (string file in Directory.GetFiles(_folder["two/sdk"]))
        {
            _folder.Write($"dotnet/9/sdk/{Path.GetFileName(file)}", File.ReadAllBytes(file));
        }
        Assert.Equal(
            one.Key,
            CompilerInputs.TryRead(
                s_arguments.Select(a => a.Replace("{0}/sdk", _folder["dotnet/9/sdk"], StringComparison.Ordinal)
                    .Replace("{0}", _folder["two"], StringComparison.Ordinal)),
                _folder["two/App"], _folder["dotnet/9/sdk"], 2, CancellationToken.None)!.Key);
        Assert.Equal(
            [
                s_warning,
                told with { File = _folder["two/App/Program.cs"], Message = $"see {_folder["two/App/rules.txt"]}" },
            ],
            await cache.TryFetchAsync(two, default));
        foreach (string file in (string[])["App.dll", "App.pdb", "App.xml", "ref/App.dll"])
        {
            Assert.Equal($"made {file}", File.ReadAllText(_folder[$"two/App/obj/{file}"]));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_bytes_of_every_file_are_part_of_the_key(string file) =>
        Assert.NotEqual(Clone("one").Key, Clone("two", changed: file).Key);

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Every_argument_is_part_of_the_key(string argument)
    {
        ActionKey? without = TryClone("one", [.. s_arguments.Where(a => a != argument)])?.Key;
        Assert.NotEqual(Clone("one").Key, without);
    }

    [Theory]
    [InlineData("/reference:{0}/lib/lib.dll", "/reference:it={0}/lib/lib.dll")]
    [InlineData("/resource:obj/words.resources,App.Words.resources", "/resource:obj/words.resources,App.Names.resources")]
    [InlineData("/resource:obj/words.resources,App.Words.resources", "/resource:obj/words.resources")]
    [InlineData("/define:TRACE;RELEASE", "/define:TRACE")]
    [InlineData("/pathmap:{0}/App/=/_/App", "/pathmap:{0}/App/=/_/Other")]
    [InlineData("Program.cs", "obj/../Program.cs")]
    [InlineData("/analyzerconfig:{0}/.editorconfig", "/analyzerconfig:{0}/App/.editorconfig")]
    public void Every_value_is_part_of_the_key(string argument, string other)
    {
        _folder.Write("one/App/.editorconfig", ".editorconfig"u8);
        Assert.NotEqual(Clone("one").Key, TryClone("one", Replace(argument, other))!.Key);
    }

    [Fact]
    public void The_language_of_the_warnings_is_part_of_the_key()
    {
        ActionKey english = Clone("one").Key;
        _folder.Write("one/sdk/en/csc.resources.dll", ""u8);
        bool isKnown = CultureInfo.GetCultures(CultureTypes.AllCultures).Any(c => c.Name == "en");
        Assert.Equal(isKnown, english != Clone("one").Key);
    }

    [Fact]
    public void The_language_of_a_compiler_that_does_not_speak_it_is_its_own() =>
        Assert.Equal(Clone("one").Key, TryClone("one", Replace("/preferreduilang:en", "/preferreduilang:en-GB"))!.Key);

    [Theory]
    [InlineData("/pathmap:{0}/App/=/_/App", "/nologo")]
    [InlineData("/pathmap:{0}/App/=/_/App", "/pathmap:{0}/App/obj/=/_/App")]
    [InlineData("Program.cs", "../Shared.cs")]
    [InlineData("Program.cs", "{0}/Shared.cs")]
    [InlineData("/additionalfile:rules.txt", "/additionalfile:{0}/Shared.cs")]
    [InlineData("/additionalfile:rules.txt", "/embed:{0}/Shared.cs")]
    public async Task What_the_path_map_does_not_cover_makes_the_result_one_for_its_place_only(
        string argument, string other)
    {
        _folder.Write("one/Shared.cs", ""u8);
        _folder.Write("two/Shared.cs", ""u8);
        CompilerInputs one = TryClone("one", Replace(argument, other))!;
        Assert.NotEqual(one.Key, TryClone("two", Replace(argument, other))!.Key);
        Compile("one", _folder["one/App"]);
        using ToolCache cache = Cache();
        Assert.True(await cache.StoreAsync(one, [], default));
        Assert.NotNull(await cache.TryFetchAsync(one, default));
    }

    [Theory]
    [InlineData("App", false)]
    [InlineData("App", true)]
    [InlineData("lib", false)]
    [InlineData("sdk", true)]
    [InlineData("", false)]
    public async Task What_names_a_folder_of_this_machine_is_not_kept(string place, bool isWide)
    {
        CompilerInputs inputs = Clone("one");
        string path = Path.TrimEndingDirectorySeparator(_folder[$"one/{place}"]);
        Compile("one", isWide ? Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(path)) : path);
        using ToolCache cache = Cache();
        Assert.False(await cache.StoreAsync(inputs, [], default));

        Compile("one");
        Assert.Equal(place == "App", await cache.StoreAsync(inputs, [s_warning with { Message = path }], default));
    }

    [Theory]
    [InlineData("App.dll")]
    [InlineData("App.pdb")]
    [InlineData("App.xml")]
    [InlineData("ref/App.dll")]
    public async Task A_result_has_all_files_that_the_compiler_writes(string missing)
    {
        CompilerInputs inputs = Clone("one");
        Compile("one");
        File.Delete(_folder[$"one/App/obj/{missing}"]);
        using ToolCache cache = Cache();
        Assert.False(await cache.StoreAsync(inputs, [], default));
        Assert.Null(await cache.TryFetchAsync(inputs, default));
    }

    [Theory]
    [InlineData("/debug-")]
    [InlineData("/debug:embedded")]
    public void Symbols_may_be_no_file(string option) =>
        Assert.DoesNotContain(
            TryClone("one", [.. s_arguments, option])!.Outputs, o => o.Path.EndsWith(".pdb", StringComparison.Ordinal));

    [Theory]
    [InlineData("/an-option-of-tomorrow")]
    [InlineData("/an-option-of-tomorrow:x")]
    [InlineData("/addmodule:a.netmodule")]
    [InlineData("/deterministic-")]
    [InlineData("/errorlog:a.sarif")]
    [InlineData("/features:debug-determinism")]
    [InlineData("/generatedfilesout:generated")]
    [InlineData("/keycontainer:x")]
    [InlineData("/lib:folder")]
    [InlineData("/link:a.dll")]
    [InlineData("/linkresource:a.txt")]
    [InlineData("/out:again.dll")]
    [InlineData("/refonly")]
    [InlineData("/reportanalyzer")]
    [InlineData("/ruleset:a.ruleset")]
    [InlineData("/target:module")]
    [InlineData("/unsafe++")]
    [InlineData("-unsafe")]
    [InlineData("@more.rsp")]
    [InlineData("")]
    [InlineData("/doc:")]
    public void What_is_not_known_is_not_cached(string argument) =>
        Assert.Null(TryClone("one", [.. s_arguments, argument]));

    [Theory]
    [InlineData("[assembly: System.Reflection.AssemblyKeyFile(\"a.snk\")]", false)]
    [InlineData("/// <include file='a.xml' path='x'/>", true)]
    public void A_source_that_makes_the_compiler_read_other_files_is_not_cached(string source, bool onlyWithDocumentation)
    {
        string[] plain = [.. s_arguments.Where(a => !a.StartsWith("/doc:", StringComparison.Ordinal))];
        _folder.Write("one/App/More.cs", ""u8);
        Assert.NotNull(TryClone("one", [.. plain, "More.cs"]));
        foreach (Encoding encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            _folder.Write("one/App/More.cs", [.. encoding.GetPreamble(), .. encoding.GetBytes(source)]);
            Assert.Null(TryClone("one", [.. s_arguments, "More.cs"]));
            Assert.Equal(onlyWithDocumentation, TryClone("one", [.. plain, "More.cs"]) is not null);
        }
    }

    private static string[] Replace(string argument, string other)
    {
        Assert.Contains(argument, s_arguments);
        return [.. s_arguments.Select(a => a == argument ? other : a)];
    }

    private ToolCache Cache() => new(new CacheSettings(_folder["cache"]), _ => { });

    private CompilerInputs Clone(string name, string? changed = null) => TryClone(name, s_arguments, changed)!;

    /// <summary>A clone with files and what its compiler is told.</summary>
    private CompilerInputs? TryClone(string name, string[] arguments, string? changed = null)
    {
        string Changed(string file) => file == changed ? " changed" : "";
        foreach (string file in s_files)
        {
            _folder.Write($"{name}/{file}", Encoding.UTF8.GetBytes(file + Changed(file)));
        }
        const string Generated = "App/obj/generated.editorconfig";
        _folder.Write($"{name}/{Generated}", Encoding.UTF8.GetBytes(
            $"build_property.ProjectDir = {_folder[$"{name}/App"]}/{Changed(Generated)}"));
        return CompilerInputs.TryRead(
            arguments.Select(a => a.Replace("{0}", _folder[name], StringComparison.Ordinal)),
            _folder[$"{name}/App"],
            _folder[$"{name}/sdk"],
            2,
            CancellationToken.None);
    }

    private void Compile(string name, string content = "")
    {
        foreach (string file in (string[])["App.dll", "App.pdb", "App.xml", "ref/App.dll"])
        {
            _folder.Write($"{name}/App/obj/{file}", Encoding.Latin1.GetBytes($"made {file}{content}"));
        }
    }
}
