/** Windows PowerShell 5.1 and PowerShell 7. */
export const POWERSHELL = `# PowerShell completion for PROGRAM

Register-ArgumentCompleter -Native -CommandName 'PROGRAM' -ScriptBlock {
    param($word, $ast, $position)
    $before = @($ast.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.Extent.Text })
    # Before 7.3 an empty argument is dropped unless it is quoted.
    $last = $word
    if ($word -eq '' -and -not (Test-Path variable:PSNativeCommandArgumentPassing)) { $last = '""' }
    $out = @(& 'PROGRAM' __complete @before $last 2>$null)
    if ($LASTEXITCODE -ne 0 -or $out.Count -eq 0) { return }
    $directive = [int]$out[-1].Substring(1)
    if ($out.Count -eq 1) {
        # An empty answer keeps PowerShell from offering files.
        if ($directive -band 4) { '' }
        return
    }
    $out | Select-Object -SkipLast 1 | ForEach-Object {
        $value, $about = $_ -split [char]9, 2
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
    }
}
`;
